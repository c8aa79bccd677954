import subprocess
import sys

HEAVY = {"torch", "numpy", "transformers", "tokenizers", "safetensors", "py3langid"}


def test_the_room_is_entered_without_loading_a_library() -> None:
    program = "import sys, models.language, models.language.prepare; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", program], check=True, capture_output=True, text=True).stdout
    assert HEAVY.isdisjoint(loaded.split())
