"""What has to be known of how a run was made. Each part is looked at within bounds, and says nothing where it knows nothing."""

from __future__ import annotations

from plumbline.conditions import git, hardware, notebook, packages, script, seeds
from plumbline.conditions.masking import masked

FOLDER = "source"
TAG_LIMIT = 8000


class Moment:
    """What the next line of the program may change: taken at once, read later."""

    def __init__(self, kinds):
        self.shell = notebook.find_shell()
        self.cells = notebook.cells_of(self.shell) if "notebook" in kinds else []
        self.seeds = seeds.observe() if "seeds" in kinds else None


def observe(kinds):
    return Moment(kinds)


def immediate_tags(kinds):
    """What a run is made with: quick to find, or found before within a bound."""
    shell = notebook.find_shell()
    tags = notebook.tags_of(shell) if "notebook" in kinds else {}
    if "git" in kinds:
        tags.update(git.tags_of(git.state_now(script.home(shell))))
    return {key: value[:TAG_LIMIT] for key, value in tags.items() if value}


def gather(moment, kinds):
    """Tags and files of a run, from its moment. Takes its time: called beside the program."""
    tags, files = {}, {}
    home = script.home(moment.shell)
    state = git.state_now(home) if {"git", "diff", "script"} & kinds else None
    if "hardware" in kinds:
        tags.update(hardware.tags())
    if "seeds" in kinds:
        tags.update(seeds.tags_of(moment.seeds))
    if "packages" in kinds:
        files.update(packages.files())
    if "diff" in kinds and state:
        files.update(git.files_of(state))
    if "script" in kinds and moment.shell is None:
        files.update(script.files(state))
    if "notebook" in kinds:
        files.update(notebook.files_of(moment.cells))
    return (
        {key: value[:TAG_LIMIT] for key, value in tags.items() if value},
        {"%s/%s" % (FOLDER, name): masked(content) for name, content in files.items()},
    )
