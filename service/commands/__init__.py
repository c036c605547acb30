"""The subcommands of `exonym`, one module each, its click command under the name `command`."""
