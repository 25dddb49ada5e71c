class Api::V1::Accounts::CustomAttributeDefinitionsController < Api::V1::Accounts::BaseController
  FIELDS = [:attribute_display_name, :attribute_description, :attribute_display_type, :attribute_key, :attribute_model,
            *(%i[regex_pattern regex_cue] if Release.at_least?('3.6')), { attribute_values: [] }].freeze
  before_action :set_definition, only: %i[show update destroy]

  def index
    rows = Current.account.custom_attribute_definitions
    rows = rows.where(attribute_model: params[:attribute_model]) if params[:attribute_model].present?
    render json: rows.order(:id).map { |row| ObjectJson.custom_attribute(row) }
  end

  def show = render(json: ObjectJson.custom_attribute(@definition))

  def create
    @definition = Current.account.custom_attribute_definitions.create!(definition_params)
    show
  end

  def update
    @definition.update!(definition_params)
    show
  end

  def destroy
    @definition.destroy!
    head :no_content
  end

  private

  def set_definition = @definition = Current.account.custom_attribute_definitions.find(params[:id])
  def definition_params = params.require(:custom_attribute_definition).permit(*FIELDS)
end
