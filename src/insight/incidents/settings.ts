/** The thresholds of all rules. docs/incidents.md says where each comes from. */
export type IncidentSettings = {
	/** What is judged at once; longer where a stage completes less than `minCompletions` in it. */
	readonly sliceMs: number;
	/** How far back the usual is taken from. */
	readonly baselineMs: number;
	/** Slices before there is a usual. */
	readonly minBaselineSlices: number;
	readonly minCompletions: number;
	/** Deviations, in units of the usual spread: what is subtracted from each, the most that one counts, and the sum that decides (Page's CUSUM). */
	readonly allowance: number;
	readonly mostPerSlice: number;
	readonly decision: number;
	/** Slices back at the usual that end it. */
	readonly recoverySlices: number;
	/** Times the usual latency. */
	readonly latencyFactor: number;
	/** A rise of less is none, whatever its factor. */
	readonly minLatencyRiseMs: number;
	/** Part of the usual throughput. */
	readonly throughputShare: number;
	/** Errors of a component in a slice. */
	readonly minErrors: number;
	/** Of all events of the slice. */
	readonly minErrorShare: number;
	/** By how much a hit rate falls, of 1. */
	readonly cacheDrop: number;
	readonly minLookups: number;
	/** A silence is longer than this, than `silenceTimesMedian` usual gaps, and than `silenceTimesLongest` times the longest one. */
	readonly silenceMs: number;
	readonly silenceTimesMedian: number;
	readonly silenceTimesLongest: number;
	/** Stretches of one signal that are closer than this are one. */
	readonly joinMs: number;
	/** How long before an incident its lead-up is looked for. */
	readonly leadUpMs: number;
};

export const defaultIncidentSettings: IncidentSettings = {
	sliceMs: 5000,
	baselineMs: 900_000,
	minBaselineSlices: 6,
	minCompletions: 4,
	allowance: 4,
	mostPerSlice: 8,
	decision: 8,
	recoverySlices: 2,
	latencyFactor: 2,
	minLatencyRiseMs: 10,
	throughputShare: 0.5,
	minErrors: 4,
	minErrorShare: 0.01,
	cacheDrop: 0.2,
	minLookups: 20,
	silenceMs: 10_000,
	silenceTimesMedian: 5,
	silenceTimesLongest: 3,
	joinMs: 15_000,
	leadUpMs: 120_000,
};
