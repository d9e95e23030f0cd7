/** A fault as the demo recorded it before it began. */
export type Truth = {
	readonly kind: string;
	readonly circuit?: string;
	readonly stage?: string;
	readonly cache?: string;
	readonly from: string;
	readonly to: string;
};

type FoundSymptom = {readonly kind: string; readonly subject: string | null; readonly found: string};

/** The fields we use from `obs-top incidents --json`. */
export type FoundIncident = {
	readonly start: string;
	readonly end: string | null;
	readonly trigger: FoundSymptom;
	readonly symptoms: readonly FoundSymptom[];
};

export type Comparison = {
	readonly faults: number;
	/** Faults without an incident that starts within a bucket of them. */
	readonly missed: readonly Truth[];
	/** Faults whose incident names another cause. */
	readonly misnamed: ReadonlyArray<{readonly fault: Truth; readonly trigger: FoundSymptom}>;
	/** Faults found more than three buckets late. */
	readonly late: readonly Truth[];
	/** Incidents that match no fault. */
	readonly surplus: readonly FoundIncident[];
	/** For each fault found, in seconds: the time until it was found, and the error of the start. */
	readonly foundAfterS: readonly number[];
	readonly startOffS: readonly number[];
};

/** Which symptoms may be the trigger for each kind of fault. */
const expected: Readonly<Record<string, readonly string[]>> = {
	service_down: ['circuit_open'],
	// every second request is made twice, so the stage takes longer
	service_flaky: ['throughput_collapse', 'latency_jump'],
	feature_slow: ['throughput_collapse', 'latency_jump'],
	cache_cold: ['cache_collapse'],
	readings_broken: ['error_burst'],
	silence: ['silence'],
};

/**
Matches faults with incidents. Each fault needs its own incident with the right cause, which starts within a bucket and
was found within three.

@param bucketMs - The slice length of the rules.
*/
export function compareWithTruth(incidents: readonly FoundIncident[], truth: readonly Truth[], bucketMs: number): Comparison {
	const taken = new Set<FoundIncident>();
	const missed: Truth[] = [];
	const misnamed: Array<{fault: Truth; trigger: FoundSymptom}> = [];
	const late: Truth[] = [];
	const foundAfterS: number[] = [];
	const startOffS: number[] = [];
	for (const fault of truth) {
		const fromMs = Date.parse(fault.from);
		const incident = incidents.find(({start}) => Math.abs(Date.parse(start) - fromMs) <= bucketMs);
		if (incident === undefined || taken.has(incident)) {
			missed.push(fault);
			continue;
		}
		taken.add(incident);
		const {trigger} = incident;
		const subject = fault.circuit ?? fault.stage ?? fault.cache ?? null;
		if (trigger.subject !== subject || !expected[fault.kind]?.includes(trigger.kind)) {
			misnamed.push({fault, trigger});
		}
		const foundMs = Math.min(...incident.symptoms.map(({found}) => Date.parse(found)));
		foundAfterS.push((foundMs - fromMs) / 1000);
		startOffS.push((Date.parse(incident.start) - fromMs) / 1000);
		if (foundMs > fromMs + 3 * bucketMs) {
			late.push(fault);
		}
	}
	return {
		faults: truth.length,
		missed,
		misnamed,
		late,
		surplus: incidents.filter(incident => !taken.has(incident)),
		foundAfterS,
		startOffS,
	};
}
