# /super_admin and /monitoring/sidekiq: a login form and two pages that say nothing.
class SuperAdminController < ApplicationController
  before_action :load_admin

  def index = @admin ? page('Super admin') : redirect_to('/super_admin/sign_in')
  def new = render(html: '<!DOCTYPE html><title>Super admin</title><form method="post"><input name="super_admin[email]"></form>'.html_safe)

  def create
    sent = params.fetch(:super_admin, {})
    admin = SuperAdmin.find_by(email: sent[:email].to_s.downcase)
    return redirect_to('/super_admin/sign_in') unless admin&.confirmed? && admin.valid_password?(sent[:password].to_s)

    session[:super_admin_id] = admin.id
    redirect_to '/super_admin'
  end

  def sidekiq = @admin ? page('Sidekiq') : not_found!

  private

  def load_admin = @admin = SuperAdmin.find_by(id: session[:super_admin_id])
  def page(title) = render(html: "<!DOCTYPE html><title>#{title}</title>".html_safe)
end
