"""The containers: what they may do, which secrets they hold, and that the proxy knows whose page is whose."""

from __future__ import annotations

import fnmatch
import os
import re
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from services import composition
from services.commands.reference.routes import routes
from shared.contracts.people import COMPARTMENTS, ONE_WAY
from shared.contracts.settings import Settings
from shared.platform import keys
from shared.platform.config import load

pytestmark = pytest.mark.slow

HOUSE = Path(__file__).parents[2]
BIN = Path(sys.executable).parent
SITE = "privacy.company.example"
OFFICES = ("intake", "verify", "fulfil", "notify")
PRODUCT = (*OFFICES, "migrate", "operator")
COMPOSE: dict[str, Any] = yaml.safe_load((HOUSE / "docker-compose.yml").read_text(encoding="utf-8"))
SERVICES: dict[str, Any] = COMPOSE["services"]
CADDYFILE = (HOUSE / "deploy" / "Caddyfile").read_text(encoding="utf-8")
SECRET = re.compile(r"password|secret|token", re.IGNORECASE)


def environment(service: str) -> dict[str, str]:
    """A service's variables as the container would see them."""
    given = SERVICES[service].get("environment", {})
    return {name: re.sub(r"\$\{PRIVACYBALIE_SITE[^}]*\}", SITE, str(value)) for name, value in given.items()}


def secrets(service: str) -> set[str]:
    """The secrets that a service is given."""
    return {one if isinstance(one, str) else one["source"] for one in SERVICES[service].get("secrets", [])}


def destination(path: str) -> str:
    """The service to which the proxy sends a path, by the blocks of the Caddyfile in their order."""
    site = CADDYFILE.partition("{$PRIVACYBALIE_SITE} {")[2]
    matchers = {name: paths.split() for name, paths in re.findall(r"^\t@(\w+) path (.+)$", site, re.MULTILINE)}
    for name, block in re.findall(r"^\thandle ?(@\w+)? \{\n(.*?)^\t\}", site, re.MULTILINE | re.DOTALL):
        patterns = matchers[name[1:]] if name else ["*"]
        if any(fnmatch.fnmatchcase(path, pattern) for pattern in patterns):
            target = re.search(r"reverse_proxy (\w+):8080", block)
            return target[1] if target else "nobody"
    return "nobody"


@pytest.mark.parametrize("service", SERVICES)
def test_every_container_is_hardened(service: str) -> None:
    """No capability but the proxy's one, no new privileges, nothing to write on but volumes and memory, and limits."""
    told = SERVICES[service]
    assert told["cap_drop"] == ["ALL"]
    assert told.get("cap_add", []) == (["NET_BIND_SERVICE"] if service == "proxy" else [])
    assert "no-new-privileges:true" in told["security_opt"]
    assert told["read_only"] is True
    assert told["tmpfs"]
    assert told["mem_limit"]
    assert told["pids_limit"]
    assert not told.get("privileged")
    assert service == "proxy" or told["user"].split(":")[0].isdigit()


def test_only_the_proxy_is_reached_from_outside() -> None:
    """No other service publishes a port, and the network between them leads nowhere."""
    assert [name for name, told in SERVICES.items() if told.get("ports")] == ["proxy"]
    assert COMPOSE["networks"]["inside"]["internal"] is True
    reach_out = {name for name, told in SERVICES.items() if "outside" in told["networks"]}
    assert reach_out == {"intake", "notify", "operator"}


@pytest.mark.parametrize("service", SERVICES)
def test_long_running_services_tell_how_they_are(service: str) -> None:
    """A health check that the image can run; what ends by itself has none."""
    check = SERVICES[service]["healthcheck"]
    ends = service in {"migrate", "operator"}
    assert bool(check.get("disable")) == ends
    assert ends or check["test"][0] == "CMD"


@pytest.mark.parametrize("service", SERVICES)
def test_secrets_are_files(service: str) -> None:
    """No variable holds a secret: those that speak of one name a file that the service is given."""
    for name, value in environment(service).items():
        if SECRET.search(name):
            assert value.startswith("/run/secrets/"), name
            assert "{service}" in value or value.removeprefix("/run/secrets/") in secrets(service), name
        assert not re.search(r"://[^/@]*:[^/@]*@", value), f"{name} carries a password"


@pytest.mark.parametrize("service", OFFICES)
def test_a_service_holds_the_keys_of_its_compartments_only(service: str) -> None:
    """What it is not given it cannot open: its own wrapping keys, its own database password."""
    held = secrets(service)
    assert {name for name in held if name.startswith("wrap-")} == {f"wrap-{c}" for c in COMPARTMENTS[service]}
    assert {name for name in held if name.startswith("seal-")} == {f"seal-{c}" for c in ONE_WAY.get(service, ())}
    assert {name for name in held if name.startswith("database_")} == {f"database_{service}"}
    assert set(keys.SINGLE) <= held


@pytest.mark.parametrize("service", PRODUCT)
def test_the_environment_is_a_configuration_of_the_product(service: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The settings load with these variables: distributed, on PostgreSQL, with the public name."""
    for name in [name for name in os.environ if name.startswith("PRIVACYBALIE_")]:
        monkeypatch.delenv(name)
    for name, value in environment(service).items():
        monkeypatch.setenv(name, value)
    settings = load(Settings, None)
    assert not settings.embedded
    assert settings.databases.startswith("postgresql://")
    assert settings.web.public_url == f"https://{SITE}"
    assert not settings.allow_unprotected_decoder


@pytest.mark.parametrize("service", PRODUCT)
def test_every_variable_is_a_key(service: str) -> None:
    """A misspelt variable would be passed over in silence; here it is not."""
    known = {f"PRIVACYBALIE_{name}".upper() for name in Settings.model_fields}
    known |= {
        f"PRIVACYBALIE_{name}__{inner}".upper()
        for name, field in Settings.model_fields.items()
        for inner in getattr(field.annotation, "model_fields", {})
    }
    assert set(environment(service)) <= known


def test_each_service_runs_by_itself_after_the_migration() -> None:
    """The command names the service; it waits for the tables and for the broker."""
    assert set(composition.OFFICES) == set(OFFICES)
    for service in OFFICES:
        told = SERVICES[service]
        assert told["command"] == ["run", service]
        assert told["depends_on"]["migrate"]["condition"] == "service_completed_successfully"
        assert told["depends_on"]["rabbitmq"]["condition"] == "service_healthy"


def test_no_two_services_share_a_volume() -> None:
    """Files are as private as tables."""
    mounted = [volume.split(":")[0] for told in SERVICES.values() for volume in told.get("volumes", [])]
    assert len(mounted) == len(set(mounted)) == len(COMPOSE["volumes"])


@pytest.mark.parametrize("service", OFFICES)
def test_the_proxy_sends_every_page_to_its_owner(service: str) -> None:
    """Each route of a service, with something in its variables, arrives there."""
    for route in routes()[service]:
        path = re.sub(r"\{[^}]+\}", "x", route.path)
        assert destination(path) == service, path


def test_the_proxy_keeps_figures_inside() -> None:
    """What machines ask is not for the outside."""
    assert destination("/metrics") == destination("/readyz") == "nobody"
    assert destination("/") == "fulfil"


def test_make_secrets_makes_what_the_containers_are_given(tmp_path: Path) -> None:
    """Every secret of the compose file is there, the directory is private, and a second run changes nothing."""
    command = [str(HOUSE / "deploy" / "make-secrets"), str(tmp_path / "secrets")]
    subprocess.run(command, check=True, cwd=tmp_path, capture_output=True)
    made = {file.name: file.read_bytes() for file in (tmp_path / "secrets").iterdir()}
    assert set(made) == {Path(told["file"]).name for told in COMPOSE["secrets"].values()}
    assert stat.S_IMODE((tmp_path / "secrets").stat().st_mode) == 0o700
    assert made["bus"].decode() in made["rabbitmq.conf"].decode()
    subprocess.run(command, check=True, cwd=tmp_path, capture_output=True)
    assert made == {file.name: file.read_bytes() for file in (tmp_path / "secrets").iterdir()}


def test_the_dockerfile_is_clean() -> None:
    """Hadolint has no remark."""
    result = subprocess.run([BIN / "hadolint", "Dockerfile"], cwd=HOUSE, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout


def test_the_compose_file_is_clean() -> None:
    """The linter has no remark that .compose-lint.yml does not answer with a reason."""
    command = [BIN / "compose-lint", "check", "--strict-config", "--fail-on", "low", "--quiet", "docker-compose.yml"]
    given = {**os.environ, "PRIVACYBALIE_SITE": SITE}
    result = subprocess.run(command, cwd=HOUSE, env=given, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout


def test_the_image_needs_no_root_and_no_compiler() -> None:
    """Two stages; the last has a user of its own, installs nothing and asks the product for its health."""
    last = (HOUSE / "Dockerfile").read_text(encoding="utf-8").split("\nFROM ")[-1]
    assert re.search(r"^USER \d+:\d+$", last, re.MULTILINE)
    assert not re.search(r"apt-get|gcc|build-essential|pip ", last)
    assert 'CMD ["privacybalie", "health"]' in last
    assert "STOPSIGNAL SIGTERM" in last
    assert "--require-hashes" in (HOUSE / "Dockerfile").read_text(encoding="utf-8")


def test_the_product_runs_without_what_only_the_sandbox_needs() -> None:
    """In the image the extras are not installed: the command line is there all the same, without `demo`."""
    absent = ("aiosmtpd", "pymap", "yaml", "pytest", "hypothesis", "playwright")
    code = (
        f"import sys; sys.modules.update(dict.fromkeys({absent!r})); sys.argv = ['privacybalie', '--help'];"
        "from services.__main__ import main; main()"
    )
    result = subprocess.run([sys.executable, "-c", code], cwd=HOUSE, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stderr
    assert " run " in result.stdout
    assert " demo " not in result.stdout
