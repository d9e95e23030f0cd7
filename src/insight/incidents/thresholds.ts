/** A number used by a rule. The config can override it. */
export type Threshold = {readonly default: number; readonly meaning: string};

/** Thresholds shared by all rules, in addition to each rule's own. docs/incidents.md gives the source of each. */
export const commonThresholds = {
	sliceMs: {
		default: 5000,
		meaning: 'Length of a slice, which is judged at once, in milliseconds; longer where a stage completes less than minCompletions in it.',
	},
	baselineMs: {default: 900_000, meaning: 'How far back the usual is taken from, in milliseconds.'},
	minBaselineSlices: {default: 6, meaning: 'Slices before there is a usual.'},
	minCompletions: {default: 4, meaning: 'Completions of a stage in a slice.'},
	allowance: {default: 4, meaning: 'What is subtracted from each deviation, in units of the usual spread (CUSUM).'},
	mostPerSlice: {default: 8, meaning: 'The most that one deviation counts.'},
	decision: {default: 8, meaning: 'The sum of deviations that is a symptom.'},
	minLatencyRiseMs: {default: 10, meaning: 'A batch that takes longer by less is no slower, in milliseconds.'},
	recoverySlices: {default: 2, meaning: 'Slices back at the usual that end a symptom.'},
	joinMs: {default: 15_000, meaning: 'Symptoms of one signal that are closer than this are one, in milliseconds.'},
	leadUpMs: {default: 120_000, meaning: 'How long before an incident its lead-up is looked for, in milliseconds.'},
} satisfies Readonly<Record<string, Threshold>>;

/** The thresholds in force: the common ones, and those of single rules by name. */
export type IncidentSettings = {readonly [Name in keyof typeof commonThresholds]: number} & Readonly<Record<string, number>>;
