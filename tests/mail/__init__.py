"""Real small mail servers on the machine that runs the tests: aiosmtpd for SMTP, pymap for IMAP."""
