/** What is known of a stage at one moment, to find the one that limits the pipeline. */
export type Contender = {
	readonly name: string;
	/** Records per second of work. `undefined` if it is not known, or not a rate of now. */
	readonly rps: number | undefined;
	/** Whether it may take another's place: not while it fails often. */
	readonly mayEnter: boolean;
	/** Time of work. */
	readonly workMs: number;
};

/** The stage with the lowest throughput, and the one with the most work. */
export type Limits = {readonly slowest: string | undefined; readonly busiest: string | undefined};

export const noLimits: Limits = {slowest: undefined, busiest: undefined};

/**
The limits at a moment. Those of the moment before stay until another stage is clearly worse, so that two stages that
are much the same don't take turns.

@param margin - By which the other one must be worse: 0.1 is a tenth.
*/
export function limitsOf(contenders: readonly Contender[], before: Limits, margin: number): Limits {
	const slowness = ({rps}: Contender) => (rps === undefined ? undefined : -rps);
	const entering = contenders.filter(({mayEnter}) => mayEnter);
	return {
		slowest:
			worstOf(contenders, entering, before.slowest, slowness, (worse, kept) => -worse < -kept * (1 - margin)) ??
			worstOf(contenders, contenders, undefined, slowness, () => true),
		busiest: worstOf(
			contenders,
			contenders,
			before.busiest,
			({workMs}) => (workMs > 0 ? workMs : undefined),
			(worse, kept) => worse * (1 - margin) > kept,
		),
	};
}

function worstOf(
	contenders: readonly Contender[],
	entering: readonly Contender[],
	before: string | undefined,
	badnessOf: (contender: Contender) => number | undefined,
	isWorse: (worse: number, kept: number) => boolean,
): string | undefined {
	let worst: {readonly name: string; readonly badness: number} | undefined;
	for (const contender of entering) {
		const badness = badnessOf(contender);
		if (badness !== undefined && (worst === undefined || badness > worst.badness)) {
			worst = {name: contender.name, badness};
		}
	}
	const incumbent = before === undefined ? undefined : contenders.find(({name}) => name === before);
	const kept = incumbent && badnessOf(incumbent);
	return kept !== undefined && (worst === undefined || !isWorse(worst.badness, kept)) ? before : worst?.name;
}
