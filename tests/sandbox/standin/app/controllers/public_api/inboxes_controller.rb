class PublicApi::InboxesController < PublicApi::BaseController
  def show
    render json: { identifier: @channel.identifier, identity_validation_enabled: @channel.hmac_mandatory, name: @inbox.name,
                   timezone: @inbox.timezone, working_hours: InboxJson.hours(@inbox), working_hours_enabled: @inbox.working_hours_enabled,
                   csat_survey_enabled: @inbox.csat_survey_enabled, greeting_enabled: @inbox.greeting_enabled }
  end
end
