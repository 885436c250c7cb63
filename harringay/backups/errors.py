"""Why there is no backup, or why nothing was restored; each text is for the owner."""


class BackupRefused(Exception):
    """What was asked cannot be done, and nothing was changed."""


class BackupDamaged(BackupRefused):
    """A backup is not what its manifest says; nothing was changed."""

    def __init__(self, name: str, problem: str) -> None:
        super().__init__(f"This backup is damaged, and nothing was restored: {name} {problem}.")
