import type {ExportEnd, ExportProgress} from '../history/export-state.ts';
import type {LogRow} from '../history/row.ts';
import type {AlertChange} from '../insight/alerts/alert-change.ts';
import {DueReplies} from './due-replies.ts';
import {errorOf} from './failure-of.ts';
import type {EngineFrame, FromEngine, HeldBytes} from './protocol.ts';

/** Hands the engine's messages to those who wait for them. */
export class EngineMessages {
	readonly frameListeners: Array<(frame: EngineFrame) => void | Promise<void>> = [];
	readonly alertListeners: Array<(alert: AlertChange) => void> = [];
	readonly exportListeners = new Map<number, (progress: ExportProgress) => void>();
	readonly taken = new DueReplies<void>();
	readonly ended = new DueReplies<void>();
	readonly found = new DueReplies<number | undefined>();
	readonly around = new DueReplies<readonly LogRow[]>();
	readonly lines = new DueReplies<ReadonlyArray<LogRow | undefined>>();
	readonly exported = new DueReplies<ExportEnd>();
	readonly failure = Promise.withResolvers<never>();
	readonly #onSeen: () => void;
	#held: HeldBytes | undefined;
	#incidents: EngineFrame['incidents'] = [];

	/** @param onSeen - Called when all listeners are done with a frame. */
	constructor(onSeen: () => void) {
		this.#onSeen = onSeen;
		this.failure.promise.catch(() => {}); // a caller that stops early may never look at it
	}

	/** Bytes received from a stream but not recorded; known once the engine has stopped. */
	get held(): HeldBytes | undefined {
		return this.#held;
	}

	receive(message: FromEngine): void {
		switch (message.type) {
			case 'frame':
				this.#incidents = message.keepsIncidents === true ? this.#incidents : message.frame.incidents;
				this.#show({...message.frame, incidents: this.#incidents});
				break;
			case 'taken':
				this.taken.arrived(message.source);
				break;
			case 'ended':
				this.ended.arrived(message.source);
				break;
			case 'found':
				this.found.arrived(message.id, message.index);
				break;
			case 'around':
				this.around.arrived(message.id, message.rows);
				break;
			case 'lines':
				this.lines.arrived(message.id, message.rows);
				break;
			case 'export-progressed':
				this.exportListeners.get(message.id)?.(message.progress);
				break;
			case 'exported':
				this.exportListeners.delete(message.id);
				this.exported.arrived(message.id, message.end);
				break;
			case 'failed':
				this.failure.reject(errorOf(message));
				break;
			case 'alert':
				for (const listener of this.alertListeners) {
					listener(message.alert);
				}
				break;
			case 'stopped':
				this.#held = message.held;
				break;
		}
	}

	#show(frame: EngineFrame): void {
		void Promise.all(this.frameListeners.map(listener => listener(frame))).then(this.#onSeen);
	}
}
