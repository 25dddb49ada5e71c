"""SmarterOS: the support desk of smarterbot.cl."""

domain = "chatwoot.smarterbot.cl"
dashboard_domain = "app.smarterbot.cl"
project = "smarter"  # containers: smarter-chatwoot, smarter-postgres, smarter-redis
locale = "es"
time_zone = "America/Santiago"
admin = {"email": "admin@smarterbot.cl", "name": "SmarterBot"}
accounts = [
    {
        "name": "SmarterBot",
        "inboxes": [
            {
                "type": "web_widget",
                "name": "Sitio web",
                "website_url": "https://smarterbot.cl",
                "welcome_title": "Hola",
                "welcome_tagline": "¿En qué podemos ayudarte?",
            },
            {"type": "api", "name": "API"},
            # With numbers of yours; the access token is the secret WHATSAPP_TOKEN, never written here.
            # {
            #     "type": "whatsapp",
            #     "name": "WhatsApp",
            #     "phone_number": "+56900000000",
            #     "provider": "whatsapp_cloud",
            #     "phone_number_id": "1",
            #     "business_account_id": "1",
            #     "api_key": "WHATSAPP_TOKEN",
            # },
            # {"type": "email", "name": "Correo", "email": "soporte@smarterbot.cl"},
        ],
    },
]
chatwoot = {"version": "4.10.0-ce", "installation": {"INSTALLATION_NAME": "SmarterOS"}}
# Mail leaves once a server is named; its password is the secret SMTP_PASSWORD.
# smtp = {"host": "smtp.example.com", "username": "apikey", "sender": "soporte@smarterbot.cl"}
