export const scenarios = ['calm', 'incident', 'night', 'flood'] as const;
export type Scenario = (typeof scenarios)[number];

/** What is wrong during a batch. */
export type Trouble = {
	readonly service: 'up' | 'flaky' | 'down';
	/** The feature stage takes so many times as long. */
	readonly featureSlowdown: number;
	/** Every calibration is out of date, so that none is found in the cache. */
	readonly isCacheCold: boolean;
	/** The share of readings that arrive broken, 0..1. */
	readonly brokenShare: number;
	/** Nothing arrives at all. */
	readonly isSilent: boolean;
};

/** The scenario's trouble at a batch, counted from 0. It depends on nothing else. What goes wrong in a night is a matter of time, see `Night`. */
export function troubleAt(scenario: Exclude<Scenario, 'night'>, batch: number): Trouble {
	switch (scenario) {
		case 'calm':
		case 'flood':
			return noTrouble;
		case 'incident':
			return incident.find(({from, to}) => isWithin(batch % cycleBatches, from, to))?.trouble ?? noTrouble;
	}
}

export const noTrouble: Trouble = {service: 'up', featureSlowdown: 1, isCacheCold: false, brokenShare: 0, isSilent: false};

/** In batches, at the default rate two a second: the first trouble comes after 9 s, while a new user is looking. */
const incident: ReadonlyArray<{readonly from: number; readonly to: number; readonly trouble: Trouble}> = [
	{from: 18, to: 22, trouble: {...noTrouble, service: 'flaky'}},
	{from: 22, to: 46, trouble: {...noTrouble, service: 'down'}},
	{from: 62, to: 64, trouble: {...noTrouble, featureSlowdown: 2.5}},
	{from: 64, to: 78, trouble: {...noTrouble, featureSlowdown: 5}},
	{from: 88, to: 100, trouble: {...noTrouble, isCacheCold: true}},
	{from: 106, to: 112, trouble: {...noTrouble, brokenShare: 0.02}},
];

const cycleBatches = 124;

const isWithin = (batch: number, from: number, to: number) => batch >= from && batch < to;
