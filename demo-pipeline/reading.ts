/** A value measured by one sensor. */
export type Reading = {
	readonly sensorId: string;
	readonly atMs: number;
	readonly value: number;
};

/** A reading with how far it deviates from the last ones of its sensor, for detecting anomalies. */
export type FeaturedReading = Reading & {
	readonly rollingMean: number;
	/** Distance from the rolling mean in standard deviations. */
	readonly zScore: number;
};

/** What the enrichment service knows about a sensor. */
export type Site = {readonly site: string; readonly floor: number};

export type EnrichedReading = FeaturedReading & Partial<Site>;
