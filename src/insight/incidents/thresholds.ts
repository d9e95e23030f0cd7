/** A number used by a rule. The config can override it. */
export type Threshold = {readonly default: number; readonly meaning: string};

/** Thresholds shared by all rules, in addition to each rule's own. docs/incidents.md gives the source of each. */
export const commonThresholds = {
	sliceMs: {
		default: 5000,
		meaning:
			'Length of a slice in milliseconds. A slice is judged as a whole, and extended if a stage completes fewer than minCompletions in it.',
	},
	baselineMs: {default: 900_000, meaning: 'How far back the usual value looks, in milliseconds.'},
	minBaselineSlices: {default: 6, meaning: 'Slices needed before there is a usual value.'},
	minCompletions: {default: 4, meaning: 'Completions of a stage that a slice needs.'},
	allowance: {default: 4, meaning: 'Subtracted from each deviation, in units of the usual spread (CUSUM).'},
	mostPerSlice: {default: 8, meaning: 'The largest value that one deviation counts as.'},
	decision: {default: 8, meaning: 'The sum of deviations that makes a symptom.'},
	minLatencyRiseMs: {default: 10, meaning: 'The smallest rise in the time of a batch that counts, in milliseconds.'},
	recoverySlices: {default: 2, meaning: 'Slices back at the usual value that end a symptom.'},
	leadUpMs: {default: 120_000, meaning: 'How long before an incident its lead-up can begin, in milliseconds.'},
} satisfies Readonly<Record<string, Threshold>>;

/** The thresholds in force: the common ones, and those of single rules by name. */
export type IncidentSettings = {readonly [Name in keyof typeof commonThresholds]: number} & Readonly<Record<string, number>>;
