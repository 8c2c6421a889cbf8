import pytest

from tests.chromium import find_browser


def test_chromium_named_in_environment_is_used(tmp_path, monkeypatch):
    chromium = tmp_path / "my-chromium"
    chromium.touch(mode=0o755)
    monkeypatch.setenv("CHROMIUM", str(chromium))
    assert find_browser() == str(chromium)


def test_missing_chromium_says_what_to_install(tmp_path, monkeypatch):
    monkeypatch.delenv("CHROMIUM", raising=False)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(pytest.fail.Exception, match="apt-get install chromium"):
        find_browser()


def test_console_error_reaches_the_page_fixture(page):
    messages = []
    page.on("console", lambda message: messages.append((message.type, message.text)))
    page.set_content("<p>words</p>")
    page.evaluate("console.info('seen')")
    assert (messages, page.text_content("p")) == ([("info", "seen")], "words")
