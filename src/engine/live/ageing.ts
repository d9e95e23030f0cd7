const steps: ReadonlyArray<{readonly fromMs: number; readonly stepMs: number}> = [
	{fromMs: 600_000, stepMs: 60_000},
	{fromMs: 60_000, stepMs: 10_000}, // by then the window of most rates is empty
	{fromMs: 15_000, stepMs: 5000}, // by then a silent source has been reported as stalled
	{fromMs: 0, stepMs: 1000},
];

/**
Decides when a quiet source needs another frame. Only ages change then, and each frame wakes the terminal and its link.
*/
export class Ageing {
	#step = '';

	/** @returns Whether the displayed age differs from that of the last call. */
	isOlder(quietMs: number): boolean {
		const {fromMs, stepMs} = steps.find(({fromMs}) => quietMs >= fromMs) ?? {fromMs: 0, stepMs: 1000};
		const step = `${fromMs} ${Math.floor(quietMs / stepMs)}`;
		const isOlder = step !== this.#step;
		this.#step = step;
		return isOlder;
	}
}
