"""The parameters that a picture carries are offered when it is opened, and taken over as far as they can be."""

from pathlib import Path

import pytest

from picpik_studio.app.models import ModelInfo
from picpik_studio.app.notices import Notice
from picpik_studio.app.parameters import Parameters
from picpik_studio.app.session import Session
from picpik_studio.app.taking_over import CARRIES, TAKEN, TAKEN_BUT, taken_over
from picpik_studio.core.picture import Metadata
from picpik_studio.files.images import save_picture
from picpik_studio.files.metadata import parameters_in
from picpik_studio.files.parameters_text import from_text
from tests.app.conftest import Bench
from tests.files.making import photo

TEXT = (
    "a meadow, green\nin autumn\nNegative prompt: people\n"
    "Steps: 33, Sampler: DDIM, CFG scale: 6.5, Seed: 77, Size: 512x512, Model: local-patchmatch, Mask blur: 5"
)
MODELS = (ModelInfo("code-1", "Pretty", "main"), ModelInfo("lora", "Pretty too", "lora"))


@pytest.fixture
def session(bench: Bench) -> Session:
    return Session(bench.program)


def carrying(path: Path, text: str | None = TEXT) -> Path:
    save_picture(path, photo(), False, Metadata(parameters=text))
    return path


def test_what_an_opened_picture_carries_is_offered_and_taken(bench: Bench, session: Session, tmp_path: Path) -> None:
    said: list[Notice] = []
    bench.program.notices.shown.connect(said.append)
    session.open_path(carrying(tmp_path / "a.jpg"))
    bench.until(lambda: session.document is not None)
    offer = next(notice for notice in said if notice.template == CARRIES)
    assert offer.action is not None
    assert session.parameters.get("seed") == -1, "only offered"
    offer.action.run()
    values = session.parameters.values
    assert values.positive_prompts == ("a meadow, green", "in autumn")
    assert (values.negative_prompts, values.steps, values.sampler) == (("people",), 33, "DDIM")
    assert (values.cfg_scale, values.seed, values.mask_blur) == (6.5, 77, 5)
    assert said[-1].template in {TAKEN, TAKEN_BUT}
    session.close()


def test_a_picture_without_parameters_offers_nothing(bench: Bench, session: Session, tmp_path: Path) -> None:
    said: list[Notice] = []
    bench.program.notices.shown.connect(said.append)
    session.open_path(carrying(tmp_path / "a.png", None))
    bench.until(lambda: session.document is not None)
    assert CARRIES not in [notice.template for notice in said]
    session.taking_over.take("a comment of another kind")
    assert not said
    session.close()


@pytest.mark.parametrize(("name", "code"), [("Pretty", "code-1"), ("code-1", "code-1"), ("Pretty too", None)])
def test_a_model_is_found_by_its_name_or_its_code(name: str, code: str | None) -> None:
    made = from_text(f"Steps: 20, Seed: 1, Model: {name}")
    assert made is not None
    bag = Parameters()
    refused = taken_over(bag, made, MODELS)
    chosen = bag.values.main_model
    assert (chosen and chosen.code, refused) == (code, () if code else (f"Model: {name}",))


def test_what_cannot_be_is_named_and_the_rest_is_taken() -> None:
    made = from_text("Steps: 100000, Seed: many, Mask blur: 9, CFG scale: 4")
    assert made is not None
    bag = Parameters()
    refused = taken_over(bag, made, ())
    assert [text.rpartition(": ")[2] for text in refused] == ["100000", "many"]
    assert (bag.values.mask_blur, bag.values.cfg_scale, bag.values.seed) == (9, 4.0, -1)


@pytest.mark.parametrize("ending", ["png", "jpg", "webp", "tif", "avif"])
def test_a_file_is_looked_into_without_decoding_it(tmp_path: Path, ending: str) -> None:
    assert parameters_in(carrying(tmp_path / f"a.{ending}")) == TEXT
    assert parameters_in(carrying(tmp_path / f"b.{ending}", None)) is None
    assert parameters_in(b"no picture") is None
    assert parameters_in(tmp_path / "gone.png") is None
