module PortalJson
  module_function

  # Articles do not exist here. Where 4.10 did not look for them it says null.
  def full(portal, articles:)
    locales = portal.locales.map { |code| { code: code, articles_count: 0, categories_count: portal.categories.where(locale: code).count } }
    json = portal.slice(:id, :color, :custom_domain, :header_text, :homepage_link, :name, :page_title, :slug, :archived)
    json.merge!(config: { allowed_locales: locales }, meta: meta(portal, articles || Release.before?('3.0') ? 0 : nil))
    return json if Release.before?('3.0')

    json[:account_id] = portal.account_id
    json[:inbox] = InboxJson.full(portal.channel_web_widget.inbox) if portal.channel_web_widget
    json
  end

  def meta(portal, count)
    json = { all_articles_count: 0, archived_articles_count: count, published_count: count, draft_articles_count: count,
             categories_count: portal.categories.count, default_locale: portal.default_locale }
    json[:mine_articles_count] = count if Release.before?('3.0')
    json
  end

  def category(row)
    json = row.slice(:id, :name, :slug, :locale, :description, :position, :account_id).merge(meta: { articles_count: 0 })
    json[:icon] = row.icon if row.has_attribute?(:icon)
    json
  end
end
