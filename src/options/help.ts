export const helpBefore = `obs-top: which stage of a pipeline is slow and why, which circuits are open, whether caches hit

  obs-top -- node my-pipeline.js      run the pipeline and watch what it prints
  my-pipeline | obs-top               watch a pipe
  obs-top last-night.jsonl            look at a log; with --follow, at a log that grows

On the screen, ? lists the keys and q quits.
`;

export const helpAfter = `
Exit codes: 0 fine; 1 DEGRADED or a check that does not hold (health) or nothing found (events, inspect, query);
2 wrong usage; 3 a source can't be read, or not to its end; 126/127 a command can't be started;
128+N ended by signal N; with -- COMMAND on the screen the command's own.

obs-top --reset puts back a terminal that a killed obs-top has left (as do reset and stty sane).`;
