# The sums that `obs-top health` makes for each stage, in jq: jq -n -c -f stages.jq FILE
reduce (inputs | select(.event == "stage_completed")) as $e ({};
  .[$e.component] |= {
    completions: ((.completions // 0) + 1),
    recordsIn: ((.recordsIn // 0) + $e.recordsIn),
    recordsOut: ((.recordsOut // 0) + $e.recordsOut),
    elapsedMs: ((.elapsedMs // 0) + $e.elapsedMs),
    throughputRps: $e.throughputRps
  })
