"""Where the program keeps its things on this computer."""

import os
from dataclasses import dataclass
from pathlib import Path

import platformdirs

HOME_VARIABLE = "PICPIK_STUDIO_HOME"
"""Names a folder that holds everything, instead of the system's places: for portable copies and for tests."""

_NAME = "picpik-studio"


@dataclass(frozen=True)
class Folders:
    """`config`: what the person set; `data`: jobs, results, the engine's store. Made when something is written."""

    config: Path
    data: Path

    @classmethod
    def default(cls) -> "Folders":
        """Return the system's places for this user, or those below PICPIK_STUDIO_HOME."""
        home = os.environ.get(HOME_VARIABLE)
        if home:
            return cls.under(Path(home))
        return cls(
            platformdirs.user_config_path(_NAME, appauthor=False), platformdirs.user_data_path(_NAME, appauthor=False)
        )

    @classmethod
    def under(cls, home: Path) -> "Folders":
        """Return the places inside one folder."""
        return cls(home / "config", home / "data")

    @property
    def results(self) -> Path:
        """Where the pictures lie that the services made."""
        return self.data / "results"

    @property
    def journal(self) -> Path:
        """The journal of the jobs."""
        return self.data / "jobs.sqlite"

    @property
    def owners(self) -> Path:
        """The locks of the running editors."""
        return self.data / "editors"
