class Api::V1::Accounts::MacrosController < Api::V1::Accounts::BaseController
  before_action :set_macro, only: %i[show update destroy]

  def index = render(json: { payload: Current.account.macros.seen_by(Current.account_user).map { |row| ObjectJson.macro(row) } })
  def show = render(json: { payload: ObjectJson.macro(@macro) })

  def create
    @macro = Current.account.macros.new(actions: nil, created_by: Current.user, **macro_params)
    save
  end

  def update
    allow!(@macro.editable_by?(Current.account_user))
    @macro.assign_attributes(macro_params)
    save
  end

  # Nothing there: 500.
  def destroy
    allow!(@macro.deletable_by?(Current.account_user))
    @macro.destroy!
    head :ok
  end

  private

  def set_macro = @macro = Current.account.macros.find_by(id: params[:id])
  # 2.10 lets every member do everything.
  def allow!(permitted) = permitted || Release.before?('3.0') || raise(ErrorsAsJson::NotAllowed)
  def actions = params.key?(:actions) ? { actions: params[:actions].map(&:to_unsafe_h) } : {}
  def macro_params = { **params.permit(:name).to_h.symbolize_keys, **actions, updated_by: Current.user }

  # What is not sent counts as nothing, so a change that does not repeat the visibility loses it. An agent's macros are his own.
  def save
    @macro.visibility = Current.account_user.agent? ? 'personal' : params[:visibility]
    return render_error(@macro.errors.messages, :unprocessable_entity) unless @macro.valid?

    @macro.save!
    show
  end
end
