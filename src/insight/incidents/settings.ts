import {symptomRules} from './symptoms/index.ts';
import {commonThresholds, type IncidentSettings, type Threshold} from './thresholds.ts';

/** Every threshold that the config can set. */
export const incidentThresholds: Readonly<Record<string, Threshold>> = Object.assign(
	{},
	commonThresholds,
	...symptomRules.map(({thresholds}) => thresholds),
);

export const defaultIncidentSettings = Object.fromEntries(
	Object.entries(incidentThresholds).map(([name, threshold]) => [name, threshold.default]),
) as IncidentSettings;
