import type {Frame, Store} from './store.ts';

/** A store whose frames come from outside. */
export type LatestStore = Store & {
	/** Sets the frame to show. */
	publish(frame: Frame): void;
	/** The last published frame, shown or not. */
	newest(): Frame;
};

/**
The latest frame wins. The first frame after a pause is shown immediately; after that there is at most one per interval,
and the last one is always shown.

@param intervalMs - The least time between two notifications.
*/
export function createLatestStore(first: Frame, intervalMs: number): LatestStore {
	const listeners = new Set<() => void>();
	let shown = first;
	let newest = first;
	let shownAtMs = Number.NEGATIVE_INFINITY;
	let timer: NodeJS.Timeout | undefined;

	const show = () => {
		timer = undefined;
		shown = newest;
		shownAtMs = performance.now();
		for (const listener of listeners) {
			listener();
		}
	};

	return {
		subscribe(listener) {
			listeners.add(listener);
			return () => listeners.delete(listener);
		},
		get: () => shown,
		newest: () => newest,
		publish(frame) {
			newest = frame;
			if (timer === undefined) {
				const waitMs = shownAtMs + intervalMs - performance.now();
				if (waitMs <= 0) {
					show();
				} else {
					timer = setTimeout(show, waitMs);
				}
			}
		},
	};
}
