require 'net/imap'
require 'net/smtp'

# Signs in to the mail servers of a PATCH, with the values that were sent, not with the stored ones.
class MailCheck
  Failed = Class.new(StandardError)

  def initialize(sent)
    @sent = sent.to_h.symbolize_keys
  end

  # Raises what went wrong, in the words that the API answers.
  def perform
    imap if @sent[:imap_enabled]
    smtp if @sent[:smtp_enabled]
  end

  private

  def imap
    sign_in
  rescue SocketError
    raise Failed, 'Please check the network connection, IMAP address and try again.'
  rescue Net::IMAP::NoResponseError
    raise Failed, 'Please check the IMAP credentials and try again.'
  rescue Errno::EHOSTUNREACH
    raise Failed, 'Host unreachable, Please check the IMAP address, IMAP port and try again.'
  rescue Net::OpenTimeout
    raise Failed, "Connection timed out for #{@sent[:imap_address]}:#{@sent[:imap_port]}"
  rescue Net::IMAP::Error
    raise Failed, 'Connection closed.'
  end

  # The server's certificate is not looked at.
  def sign_in
    tls = @sent[:imap_enable_ssl] ? { verify_mode: OpenSSL::SSL::VERIFY_NONE } : false
    server = Net::IMAP.new(@sent[:imap_address], port: @sent[:imap_port], ssl: tls)
    server.login(@sent[:imap_login].to_s, @sent[:imap_password].to_s)
  ensure
    server&.disconnect
  end

  def smtp
    server = Net::SMTP.new(@sent[:smtp_address], @sent[:smtp_port])
    if @sent[:smtp_enable_ssl_tls]
      server.enable_tls(context)
    elsif @sent[:smtp_enable_starttls_auto]
      server.enable_starttls_auto(context)
    end
    way = @sent[:smtp_authentication].presence&.to_sym || :login
    server.start(@sent[:smtp_domain], @sent[:smtp_login], @sent[:smtp_password], way) { nil }
  end

  def context
    made = Net::SMTP.default_ssl_context
    mode = @sent[:smtp_openssl_verify_mode]
    made.verify_mode = OpenSSL::SSL.const_get("VERIFY_#{mode.upcase}") if mode.is_a?(String)
    made
  end
end
