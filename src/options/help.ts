export const helpBefore = `obs-top shows which stage of a pipeline is slow and why, which circuits are open, and how well caches hit

  obs-top -- node my-pipeline.js      run a pipeline and watch its output
  my-pipeline | obs-top               watch a pipe
  obs-top last-night.jsonl            open a log; add --follow to keep reading as it grows

Press ? for the keys and q to quit.
`;

export const helpAfter = `
Exit codes: 0 success; 1 DEGRADED or a failed check (health), or nothing found (events, inspect, query);
2 wrong usage; 3 a source can't be read, or not to its end; 126/127 the command can't be started;
128+N ended by signal N; with -- COMMAND on the screen, the command's own exit code.

obs-top --reset repairs a terminal after obs-top was killed (so do reset and stty sane).`;
