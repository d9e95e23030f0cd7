const steps: ReadonlyArray<{readonly fromMs: number; readonly stepMs: number}> = [
	{fromMs: 600_000, stepMs: 60_000},
	{fromMs: 60_000, stepMs: 10_000}, // the window of most rates is empty by then
	{fromMs: 15_000, stepMs: 5000}, // after that a source that is silent has been called stalled
	{fromMs: 0, stepMs: 1000},
];

/** When a quiet source is worth another frame: what changes are ages, and each frame wakes the terminal and its link. */
export class Ageing {
	#step = '';

	/** @returns Whether it is older, as it is told, than when this was asked last. */
	isOlder(quietMs: number): boolean {
		const {fromMs, stepMs} = steps.find(({fromMs}) => quietMs >= fromMs) ?? {fromMs: 0, stepMs: 1000};
		const step = `${fromMs} ${Math.floor(quietMs / stepMs)}`;
		const isOlder = step !== this.#step;
		this.#step = step;
		return isOlder;
	}
}
