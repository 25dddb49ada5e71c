"""Dashboard apps."""

FULL = [{"title": "CRM", "url": "https://crm.example.com/chatwoot"}]
BENT = [{"title": "CRM", "url": "http://crm.example.org:8080/frame?x=1"}]
