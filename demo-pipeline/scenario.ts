export const scenarios = ['calm', 'incident', 'night', 'flood'] as const;
export type Scenario = (typeof scenarios)[number];

/** What goes wrong during a batch. */
export type Trouble = {
	readonly service: 'up' | 'flaky' | 'down';
	/** Factor by which the feature stage is slower. */
	readonly featureSlowdown: number;
	/** Every calibration is out of date, so none is found in the cache. */
	readonly isCacheCold: boolean;
	/** Share of readings that arrive broken, 0..1. */
	readonly brokenShare: number;
	/** Nothing arrives at all. */
	readonly isSilent: boolean;
};

/**
The scenario's trouble at a batch, counted from 0; it depends on nothing else. In a night it depends on the time
instead, see `Night`.
*/
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

/** In batches, two per second by default: the first trouble comes after 9 s, while a new user is still looking. */
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
