"""Content Credentials (C2PA) from Submit to the file: what they say of each result, and that no pixel pays for them."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from picpik_studio import __version__
from picpik_studio.app.action import Action
from picpik_studio.app.crediting import COPIED, PARAMETERS, RECUT, REDRAWN, claim_of, credential_of
from picpik_studio.app.origins import BY_HAND, GENERATIVE, Origin
from picpik_studio.app.session import Session
from picpik_studio.app.settings import Settings
from picpik_studio.app.writing_out import UNSIGNED, UNSIGNED_KIND
from picpik_studio.core.geometry import Rect, Size
from picpik_studio.core.outpaint import CanvasPlan
from picpik_studio.files.crediting import Credential
from picpik_studio.files.images import open_picture
from picpik_studio.files.masks import read_mask
from tests.app.cloud import PRIVATE_KEY, PUBLIC_KEY
from tests.app.conftest import Bench
from tests.app.keyrings import MemoryKeyring, using
from tests.app.test_provenance import a_job, accepted, saved, session  # the fixture, too

__all__ = ["session"]


def test_nothing_is_signed_unless_it_is_wished(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "settings.json")
    assert credential_of(settings) is None
    settings.set("sign_pictures", True)
    assert credential_of(settings) == Credential(None, None)
    settings.set("sign_chain", "/a/chain.pem")
    settings.set("sign_key", "/a/key.pem")
    assert credential_of(settings) == Credential(Path("/a/chain.pem"), Path("/a/key.pem"))


@pytest.mark.parametrize(
    ("origin", "source", "agent", "description"),
    [
        (Origin(a_job("picpik", "dream-7"), 0), GENERATIVE, {"name": "dream-7"}, REDRAWN),
        (Origin(a_job(), 0), BY_HAND, {"name": "PicPik Studio", "version": __version__}, COPIED),
        (
            Origin(a_job("picpik", "", action=Action.ERASE), 0),
            GENERATIVE,
            {"name": "PicPik Studio", "version": __version__},
            REDRAWN,
        ),
        (Origin(None, 0), GENERATIVE, {"name": "PicPik Studio", "version": __version__}, REDRAWN),
    ],
)
def test_each_result_is_an_action(origin: Origin, source: str, agent: dict[str, str], description: str) -> None:
    made = claim_of("a.png", (origin,), None, with_parameters=False, keeps_history=True)
    (edit,) = made.edits
    assert edit["action"] == "c2pa.edited"
    assert (edit["digitalSourceType"], edit["softwareAgent"], edit["description"]) == (source, agent, description)
    assert "parameters" not in edit
    assert edit.get("when") == (None if origin.job is None else "1970-01-01T00:00:00Z")


def test_parameters_go_along_only_when_they_are_wished() -> None:
    (edit,) = claim_of("a", (Origin(a_job(), 0),), None, with_parameters=True, keeps_history=True).edits
    assert "Seed: 5" in edit["parameters"][PARAMETERS]


def actions_of(manifest: dict[str, Any]) -> list[dict[str, Any]]:
    (found,) = [each["data"] for each in manifest["assertions"] if each["label"].startswith("c2pa.actions")]
    listed: list[dict[str, Any]] = found["actions"]
    return listed


class TestSigned:
    """The rest needs the extra."""

    @pytest.fixture
    def signing(self, bench: Bench, tmp_path: Path) -> Settings:
        pytest.importorskip("c2pa", reason="the extra c2pa is not installed")
        from tests.files.signers import a_credential  # noqa: PLC0415 - it needs the extra

        by = a_credential(tmp_path / "signer")
        for name, value in {"sign_pictures": True, "sign_chain": str(by.chain), "sign_key": str(by.key)}.items():
            bench.program.settings.set(name, value)
        return bench.program.settings

    def told(self, path: Path) -> dict[str, Any]:
        from tests.files.credited import told  # noqa: PLC0415 - it needs the extra

        found = told(path)
        assert found["validation_state"] == "Valid"
        manifest: dict[str, Any] = found["manifests"][found["active_manifest"]]
        return manifest

    @pytest.mark.parametrize("ending", ["tif", "png", "jpg", "webp", "avif"])
    @pytest.mark.usefixtures("signing")
    def test_a_saved_result_is_told_of_under_a_signature(
        self, bench: Bench, session: Session, tmp_path: Path, ending: str
    ) -> None:
        job = accepted(bench, session, positive_prompts="a green meadow", seed=40)
        path = saved(bench, session, tmp_path / f"out.{ending}")
        manifest = self.told(path)
        opened, edited = actions_of(manifest)
        assert opened["action"] == "c2pa.opened"
        assert manifest["ingredients"][0]["title"] == "photo.tif"
        assert edited["digitalSourceType"] == GENERATIVE
        assert edited["softwareAgent"] == {"name": "model-1"}
        text = json.dumps(manifest)
        for secret in (PUBLIC_KEY, PRIVATE_KEY, job.task_uid or "?", job.connection_id, "meadow", str(tmp_path)):
            assert secret not in text
        assert not [notice for notice in bench.notices if notice.kind in {"warning", "error"}]
        assert f"Saved as out.{ending}, with Content Credentials." in bench.said()

    @pytest.mark.parametrize("ending", ["tif", "png"])
    def test_no_pixel_outside_the_footprint_pays_for_it(
        self, bench: Bench, session: Session, signing: Settings, tmp_path: Path, ending: str
    ) -> None:
        job = accepted(bench, session)
        request = bench.program.jobs.request(job.id)
        weight = np.zeros((120, 200), np.uint8)
        weight[request.area.slices] = read_mask(request.weight, request.area.size)
        signed = open_picture(saved(bench, session, tmp_path / f"signed.{ending}")).picture
        signing.set("sign_pictures", False)
        plain = open_picture(saved(bench, session, tmp_path / f"plain.{ending}")).picture
        before = open_picture(tmp_path / "photo.tif").picture.pixels
        assert weight.size > np.count_nonzero(weight) > 0
        assert np.array_equal(signed.pixels[weight == 0], before[weight == 0])
        assert np.array_equal(signed.pixels, plain.pixels)
        assert signed.metadata == plain.metadata

    def test_parameters_and_the_report_beside(
        self, bench: Bench, session: Session, signing: Settings, tmp_path: Path
    ) -> None:
        import hashlib  # noqa: PLC0415 - only this test looks at the file's own sum

        signing.set("write_parameters", True)
        signing.set("write_sidecar", True)
        accepted(bench, session, positive_prompts="a green meadow", seed=40)
        path = saved(bench, session, tmp_path / "out.png")
        edited = actions_of(self.told(path))[1]
        assert "a green meadow" in edited["parameters"][PARAMETERS]
        report = json.loads((tmp_path / "out.png.picpik.json").read_text(encoding="utf-8"))
        assert report["file_sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()

    @pytest.mark.usefixtures("signing")
    def test_a_picture_without_a_result_keeps_the_chain_whole(
        self, bench: Bench, session: Session, tmp_path: Path
    ) -> None:
        first = self.told(saved(bench, session, tmp_path / "first.png"))
        assert [each["action"] for each in actions_of(first)] == ["c2pa.opened"]
        session.open_path(tmp_path / "first.png")
        bench.until(lambda: session.title == "first.png" and session.document is not None and not session.is_opening)
        second = self.told(saved(bench, session, tmp_path / "second.png"))
        assert second["ingredients"][0]["active_manifest"] == first["label"]

    @pytest.mark.usefixtures("signing")
    def test_another_canvas_is_told_of(self, bench: Bench, session: Session, tmp_path: Path) -> None:
        session.canvas.crop(Rect(10, 10, 100, 80))
        bench.until(lambda: session.document is not None and session.document.size == Size(100, 80))
        opened, recut = actions_of(self.told(saved(bench, session, tmp_path / "out.png")))
        assert (opened["action"], recut["action"], recut["description"]) == ("c2pa.opened", "c2pa.edited", RECUT)

    @pytest.mark.usefixtures("signing")
    def test_a_canvas_that_was_taken_back_is_not(self, bench: Bench, session: Session, tmp_path: Path) -> None:
        document = session.document
        assert document is not None
        session.canvas.apply(CanvasPlan(Rect(-20, 0, document.size.width + 20, document.size.height)))
        bench.until(lambda: document.origin.dx == -20)
        document.undo()
        (opened,) = actions_of(self.told(saved(bench, session, tmp_path / "out.png")))
        assert opened["action"] == "c2pa.opened"

    @pytest.mark.usefixtures("signing")
    def test_pasted_pictures_are_signed_too(self, bench: Bench, session: Session, tmp_path: Path) -> None:
        first = self.told(saved(bench, session, tmp_path / "first.png"))
        session.open_bytes((tmp_path / "first.png").read_bytes(), "Dropped picture.png")
        bench.until(lambda: session.title == "Dropped picture.png")
        second = self.told(saved(bench, session, tmp_path / "second.png"))
        assert second["ingredients"][0]["active_manifest"] == first["label"]

    @pytest.mark.usefixtures("signing")
    def test_the_shown_result_is_signed(self, bench: Bench, session: Session, tmp_path: Path) -> None:
        session.submit()
        bench.until(lambda: session.shown)
        session.save_shown(tmp_path / "shown.png")
        bench.until((tmp_path / "shown.png").exists)
        assert len(actions_of(self.told(tmp_path / "shown.png"))) == 2

    def test_a_key_that_is_gone_costs_one_notice_and_no_picture(
        self, bench: Bench, session: Session, signing: Settings, tmp_path: Path
    ) -> None:
        signing.set("sign_key", str(tmp_path / "gone.pem"))
        accepted(bench, session)
        path = saved(bench, session, tmp_path / "out.png")
        assert open_picture(path).picture.size == (200, 120)
        (warning,) = [notice for notice in bench.notices if notice.kind == "warning"]
        assert warning.key == UNSIGNED
        assert warning.text.startswith("Saved without Content Credentials: “gone.pem” cannot be read")
        assert str(tmp_path) not in warning.text

    def test_a_locked_key_is_unlocked_by_the_kept_passphrase(
        self, bench: Bench, session: Session, signing: Settings, tmp_path: Path
    ) -> None:
        from tests.files.signers import a_credential  # noqa: PLC0415 - it needs the extra

        by = a_credential(tmp_path / "locked", passphrase="open sesame")  # noqa: S106 - of a key that lives as long
        signing.set("sign_chain", str(by.chain))
        signing.set("sign_key", str(by.key))
        with using(MemoryKeyring()):
            bench.program.passphrase.keep("open sesame")
            self.told(saved(bench, session, tmp_path / "out.png"))
            bench.program.passphrase.forget()
            saved(bench, session, tmp_path / "again.png")
        assert "is locked; type its passphrase" in bench.notices[-1].text
        assert not any("sesame" in text for text in bench.said())

    @pytest.mark.usefixtures("signing")
    def test_a_format_that_carries_none_says_so(self, bench: Bench, session: Session, tmp_path: Path) -> None:
        saved(bench, session, tmp_path / "out.bmp")
        assert UNSIGNED_KIND in bench.said()
