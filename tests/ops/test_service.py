import http.server
import json
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from ops.keys import keys
from ops.service import SERVICES, is_healthy, main, service_environment, worker_arguments


def test_settings_of_another_airflow_do_not_reach_ours(home: Path) -> None:
    other = {"AIRFLOW__DATABASE__SQL_ALCHEMY_CONN": "postgresql://company/airflow", "AIRFLOW_HOME": "/elsewhere"}
    env = service_environment({**other, "PATH": "/bin"})
    assert env["AIRFLOW__DATABASE__SQL_ALCHEMY_CONN"] == f"sqlite:///{home}/airflow.db?timeout=60"
    assert env["AIRFLOW_HOME"] == str(home)
    assert env["PATH"] == "/bin"


def test_only_this_machine_reaches_the_api_unless_a_server_says_otherwise() -> None:
    assert service_environment({})["AIRFLOW__API__HOST"] == "127.0.0.1"
    assert service_environment({"ILJARI_API_HOST": "0.0.0.0"})["AIRFLOW__API__HOST"] == "0.0.0.0"


def test_no_service_opens_a_log_server_of_its_own() -> None:
    assert "--skip-serve-logs" in SERVICES["scheduler"]
    assert "--skip-serve-logs" in SERVICES["triggerer"]


def test_examples_and_calls_home_are_off() -> None:
    env = service_environment({})
    assert env["AIRFLOW__CORE__LOAD_EXAMPLES"] == "False"
    assert env["DO_NOT_TRACK"] == "1"
    assert env["GX_ANALYTICS_ENABLED"] == "false"
    assert env["DBT_SEND_ANONYMOUS_USAGE_STATS"] == "False"


def test_all_services_share_the_kept_keys(home: Path) -> None:
    env = service_environment({})
    assert env["AIRFLOW__CORE__FERNET_KEY"] == keys(home).fernet_key
    assert env["AIRFLOW__API_AUTH__JWT_SECRET"] == keys(home).jwt_secret
    assert env["AIRFLOW__API__SECRET_KEY"] == keys(home).api_secret


def test_any_character_may_stand_in_the_database_password() -> None:
    env = service_environment({"ILJARI_METADATA_HOST": "metadata", "ILJARI_METADATA_PASSWORD": "a/b@c:$d%"})
    url = env["AIRFLOW__DATABASE__SQL_ALCHEMY_CONN"]
    assert url == "postgresql+psycopg2://iljari:a%2Fb%40c%3A%24d%25@metadata/iljari"


def test_tasks_reach_the_api_without_a_proxy_and_other_exceptions_are_kept() -> None:
    env = service_environment({"NO_PROXY": "intranet", "ILJARI_API_URL": "http://api-server:8080"})
    assert env["NO_PROXY"] == env["no_proxy"] == "intranet,127.0.0.1,localhost,api-server"
    assert env["AIRFLOW__CORE__EXECUTION_API_SERVER_URL"] == "http://api-server:8080/execution/"


@pytest.fixture
def health() -> Iterator[tuple[str, dict[str, dict[str, str]]]]:
    """A server that answers what the dictionary holds, and its address."""
    answer = {name: {"status": "healthy"} for name in ("metadatabase", "scheduler", "triggerer", "dag_processor")}

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200 if self.path == "/api/v2/monitor/health" else 404)
            self.end_headers()
            self.wfile.write(json.dumps(answer).encode())

        def log_message(self, *_: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield f"http://127.0.0.1:{server.server_address[1]}", answer
        server.shutdown()


@pytest.mark.parametrize(("service", "part"), [("dag-processor", "dag_processor"), ("scheduler", "scheduler")])
def test_a_service_is_healthy_when_the_api_has_heard_from_it(
    health: tuple[str, dict[str, dict[str, str]]], service: str, part: str
) -> None:
    url, answer = health
    assert is_healthy(service, url)
    answer[part]["status"] = "unhealthy"
    assert not is_healthy(service, url)
    assert is_healthy("triggerer", url)


def test_the_health_command_answers_with_its_exit_code(
    health: tuple[str, dict[str, dict[str, str]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ILJARI_API_URL", health[0])
    assert main(["healthy", "api-server"]) == 0
    monkeypatch.setenv("ILJARI_API_URL", "http://127.0.0.1:9")
    assert main(["healthy", "api-server"]) == 1


def test_tasks_keep_what_python_compiled() -> None:
    assert service_environment({"PYTHONDONTWRITEBYTECODE": "1"})["PYTHONDONTWRITEBYTECODE"] == ""


def test_another_executor_keeps_its_own_settings_and_nothing_else_of_another_airflow() -> None:
    other = {"AIRFLOW__CELERY__BROKER_URL": "redis://broker", "AIRFLOW__CORE__DAGS_FOLDER": "/elsewhere"}
    assert "AIRFLOW__CELERY__BROKER_URL" not in service_environment(other)
    env = service_environment({**other, "ILJARI_EXECUTOR": "CeleryExecutor", "ILJARI_PARALLELISM": "64"})
    assert env["AIRFLOW__CORE__EXECUTOR"] == "CeleryExecutor"
    assert env["AIRFLOW__CORE__PARALLELISM"] == "64"
    assert env["AIRFLOW__CELERY__BROKER_URL"] == "redis://broker"
    assert env["AIRFLOW__CORE__DAGS_FOLDER"] != "/elsewhere"


def test_a_worker_serves_its_queues_with_the_settings_of_all_services() -> None:
    env = service_environment({"ILJARI_EXECUTOR": "CeleryExecutor", "ILJARI_PARALLELISM": "3"})
    assert worker_arguments("default,archive", env) == [
        *["celery", "worker", "--skip-serve-logs"],
        *["--queues", "default,archive", "--concurrency", "3"],
    ]


def test_a_worker_without_celery_is_refused(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("ILJARI_EXECUTOR", raising=False)
    with pytest.raises(SystemExit):
        main(["worker", "--queues", "archive"])
    assert "ILJARI_EXECUTOR=CeleryExecutor" in capsys.readouterr().err
