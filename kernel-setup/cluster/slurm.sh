#!/bin/bash
# Workers as a job array, of which 20 run at a time: sbatch kernel-setup/cluster/slurm.sh
# Started from the project's folder, set up, on a file system that the nodes share. PGHOST, PGUSER and PGPASSWORD come from
# kernel-setup/cluster/.env; with ~/.pgpass, leave PGPASSWORD out there.
#SBATCH --job-name=hiernas
#SBATCH --array=1-20
#SBATCH --cpus-per-task=2
#SBATCH --mem=8G
#SBATCH --time=24:00:00
#SBATCH --requeue
# SIGTERM five minutes before its time is over: what was begun is finished, and nothing else is begun.
#SBATCH --signal=B:TERM@300
#SBATCH --output=hiernas-%A-%a.log
set -euo pipefail
cd "${SLURM_SUBMIT_DIR:-.}"
set -a
. kernel-setup/cluster/.env
set +a

devices=()
[ -z "${CUDA_VISIBLE_DEVICES:-}" ] || devices=(--devices "$CUDA_VISIBLE_DEVICES")
threads=${SLURM_CPUS_PER_TASK:-2}
# In place of the shell, so that the signal reaches it.
exec node kernel-setup/hiernas.js worker "postgres:///hiernas?study=${HIERNAS_STUDY:-first}" --data sample \
  --workers "$threads" --threads 1 "${devices[@]}"
