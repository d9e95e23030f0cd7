/** A fault as the demo wrote it down before it began. */
export type Truth = {
	readonly kind: string;
	readonly circuit?: string;
	readonly stage?: string;
	readonly cache?: string;
	readonly from: string;
	readonly to: string;
};

type FoundSymptom = {readonly kind: string; readonly subject: string | null; readonly found: string};

/** What is read of `obs-top incidents --json`. */
export type FoundIncident = {
	readonly start: string;
	readonly end: string | null;
	readonly trigger: FoundSymptom;
	readonly symptoms: readonly FoundSymptom[];
};

export type Comparison = {
	readonly faults: number;
	/** Faults without an incident that began within a bucket of them. */
	readonly missed: readonly Truth[];
	/** Those whose incident names something else. */
	readonly misnamed: ReadonlyArray<{readonly fault: Truth; readonly trigger: FoundSymptom}>;
	/** Those found after more than three buckets. */
	readonly late: readonly Truth[];
	/** Incidents that are none of the faults. */
	readonly surplus: readonly FoundIncident[];
	/** Over the faults found, in seconds: from the fault to when it was found; how far the start is off. */
	readonly foundAfterS: readonly number[];
	readonly startOffS: readonly number[];
};

/** What a fault looks like to the rules: which signals may be the trigger, and of what. */
const expected: Readonly<Record<string, readonly string[]>> = {
	service_down: ['circuit_open'],
	service_flaky: ['throughput_collapse', 'latency_jump'], // every second request is made twice: the stage takes longer
	feature_slow: ['throughput_collapse', 'latency_jump'],
	cache_cold: ['cache_collapse'],
	readings_broken: ['error_burst'],
	silence: ['silence'],
};

/**
Each fault needs an incident of its own, with its cause, that starts within a bucket and was found within three.

@param bucketMs - A slice of the rules.
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
