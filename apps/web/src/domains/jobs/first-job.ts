/** A job that runs everywhere, to begin with. */
export const firstSpec = `name: first-job
command: ["python3", "-c", "import time; [print('step', n, flush=True) or time.sleep(1) for n in range(20)]"]
timeLimit: 10m
`;

/** The same job from a terminal. */
export const firstCommand = `cat > job.yaml <<'END'
${firstSpec}END
plumb job run -f job.yaml --follow`;
