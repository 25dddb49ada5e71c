# The pages of the front end, without the front end.
class DashboardController < ApplicationController
  def index
    return redirect_to('/installation/onboarding') if onboarding_open?

    page
  end

  def page = render(html: "<!DOCTYPE html><title>Chatwoot</title><div id=\"app\">stand-in #{Release.version}</div>".html_safe)

  def widget
    channel = Channel::WebWidget.find_by(website_token: params[:website_token])
    return render(plain: '', status: :not_found) unless channel

    response.headers.delete('X-Frame-Options')
    render html: "<!DOCTYPE html><title>#{ERB::Util.h(channel.inbox.name)}</title><div id=\"app\"></div>".html_safe
  end
end
