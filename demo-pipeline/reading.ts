/** A measured value of one sensor. */
export type Reading = {
	readonly sensorId: string;
	readonly atMs: number;
	readonly value: number;
};

/** A reading with the position among the last ones of its sensor that anomalies are judged by. */
export type FeaturedReading = Reading & {
	readonly rollingMean: number;
	/** Distance from the rolling mean in standard deviations. */
	readonly zScore: number;
};

/** What the enrichment service knows of a sensor. */
export type Site = {readonly site: string; readonly floor: number};

export type EnrichedReading = FeaturedReading & Partial<Site>;
