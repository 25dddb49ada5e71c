"""`python -m deploy VERB INVENTORY`: the wrapper from a bare checkout."""

from deploy.cli import main

raise SystemExit(main())
