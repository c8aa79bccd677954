"""What torch and transformers make of the encoder's fixture: python scripts/torch_vectors.py FOLDER FIXTURE.

FOLDER holds an encoder as transformers keeps one (config.json, model.safetensors, tokenizer.json). The texts are those
that the fixture holds: invented news, needs and texts of the pack in three languages, and awkward ones. Their vectors
are made anew, one text at a time, apart from our own encoder, which is held against them. requirements-rewriting.txt
brings torch.
"""

import hashlib
import sys
from pathlib import Path

import numpy as np
import torch
import transformers

from models.language.encoder import MOST_TOKENS, PREFIX


def main(folder: Path, fixture: Path) -> None:
    """Write texts, vectors in half precision, and what made them: the hash of the weights, the versions."""
    texts = np.load(fixture)["texts"]
    tokenizer = transformers.AutoTokenizer.from_pretrained(folder, local_files_only=True)
    model = transformers.AutoModel.from_pretrained(folder, local_files_only=True, dtype=torch.float32).eval()
    vectors = []
    with torch.inference_mode():
        for text in texts:
            tokens = tokenizer(PREFIX + str(text), truncation=True, max_length=MOST_TOKENS, return_tensors="pt")
            mean = model(tokens["input_ids"], tokens["attention_mask"]).last_hidden_state.mean(dim=1)
            vectors.append(torch.nn.functional.normalize(mean, dim=1)[0].numpy())
    weights = hashlib.sha256((folder / "model.safetensors").read_bytes()).hexdigest()
    made_by = [f"weights {weights}", f"torch {torch.__version__}", f"transformers {transformers.__version__}"]
    np.savez_compressed(fixture, texts=texts, vectors=np.array(vectors, np.float16), made_by=np.array(made_by))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
