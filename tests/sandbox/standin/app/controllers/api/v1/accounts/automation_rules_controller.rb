class Api::V1::Accounts::AutomationRulesController < Api::V1::Accounts::BaseController
  before_action :admin!
  before_action :set_rule, only: %i[show update destroy]

  def index = render(json: { payload: Current.account.automation_rules.order(:id).map { |row| ObjectJson.automation_rule(row) } })
  def show = render(json: { payload: ObjectJson.automation_rule(@rule) })

  def create
    @rule = Current.account.automation_rules.new(rule_params.reverse_merge(conditions: nil, actions: nil))
    save { render json: ObjectJson.automation_rule(@rule) }
  end

  def update
    @rule.assign_attributes(rule_params)
    save { show }
  end

  # Nothing there: 500, as everywhere in this controller.
  def destroy
    @rule.destroy!
    head :ok
  end

  private

  def set_rule = @rule = Current.account.automation_rules.find_by(id: params[:id])

  # Conditions and actions are stored as they come.
  def rule_params
    lists = %i[conditions actions].select { |key| params.key?(key) }.to_h { |key| [key, params[key].map(&:to_unsafe_h)] }
    params.permit(:name, :description, :event_name, :active).to_h.merge(lists)
  end

  def save
    return render_error(@rule.errors.messages, :unprocessable_entity) unless @rule.valid?

    @rule.save!
    yield
  end
end
