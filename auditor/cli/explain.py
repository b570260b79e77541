"""`auditor explain`: what each step saw, did and gained."""

from __future__ import annotations

import click

from auditor.cli.flags import reading_options
from auditor.model import Options


@click.command()
@click.argument("path", metavar="FILE", type=click.Path(allow_dash=True))
@click.option("--step", metavar="NAME", help="Stop after this step.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@reading_options
def explain(path: str, step: str | None, as_json: bool, options: Options) -> None:
    """Tell how a reading is inferred, step by step.

    What each step saw, what it did about damage, and by how many nats the text is explained
    better so.
    """
    from auditor.explaining import explain as explained
    from auditor.formats import explanation
    from auditor.read import read

    found = explained(read(path, options), options, step)
    render = explanation.render_json if as_json else explanation.render
    click.echo(render(found), nl=False)
