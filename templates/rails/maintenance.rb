# Made by chatwoot-deploy. Answers everything with 503 and Retry-After while an upgrade needs the site to be closed.
#
# Plain sockets: WEBrick is not in Ruby's standard library since 3.0. The health check of the web service asks for a
# profile with an unknown token and wants 401, so that one question is answered as web would.
require 'socket'

PAGE = <<~HTML
  <!doctype html>
  <html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
  <meta http-equiv="refresh" content="30"><title>Maintenance</title>
  <style>body{font:18px/1.5 system-ui,sans-serif;max-width:34rem;margin:20vh auto;padding:0 1rem;color:#1f2d3d}</style>
  </head><body><h1>Back in a few minutes</h1>
  <p>This site is being upgraded. Nothing is lost; this page looks again every 30 seconds.</p></body></html>
HTML
DOWN = "HTTP/1.1 503 Service Unavailable\r\nRetry-After: 30\r\nCache-Control: no-store\r\n" \
       "Content-Type: text/html; charset=utf-8\r\nConnection: close\r\nContent-Length: #{PAGE.bytesize}\r\n\r\n"
HEALTHY = "HTTP/1.1 401 Unauthorized\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
LONGEST = 64 * 1024

def answer(client)
  head = +''
  head << client.readpartial(4096) until head.include?("\r\n\r\n") || head.bytesize > LONGEST
  own = client.peeraddr(false).last == '127.0.0.1' && head.start_with?('GET /api/v1/profile ')
  client.write(own ? HEALTHY : DOWN + (head.start_with?('HEAD ') ? '' : PAGE))
  client.close_write
  # Read what a visitor still sends, so that the answer is not lost in a reset connection.
  client.read(1 << 20)
rescue StandardError
  nil
ensure
  client.close
end

server = TCPServer.new('0.0.0.0', 3000)
%w[TERM INT].each { |signal| trap(signal) { exit!(0) } }
loop do
  client = server.accept
  Thread.new do
    # A visitor who says nothing must not keep a thread for ever.
    watch = Thread.new { sleep 15; client.close rescue nil }
    answer(client)
    watch.kill
  end
end
