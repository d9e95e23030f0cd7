import {spotAfter} from '../parts/log-position.ts';
import {shortName} from '../parts/short-text.ts';
import type {Batch} from './batch.ts';

/** A batch without an id, on one host. It ends when one of its stages completes again. */
type Unnamed = {batch: Batch; readonly stages: Set<string>};

export type UnnamedData = ReadonlyMap<string, Unnamed>;

const maxHosts = 1000;
const maxStages = 1024; // per batch: if every completion had a new stage name, it would never end
const maxStagesHeld = 65_536; // in total

/** Batches without an id, one per host, separated by the order of the lines. */
export class UnnamedBatches {
	readonly #byHost = new Map<string, Unnamed>();
	#stagesHeld = 0;

	get size(): number {
		return this.#byHost.size;
	}

	/** The batch that a stage's completion belongs to. */
	of(longHost: string, longStage: string, ms: number, place: number, bucket: number): Batch {
		const [host, stage] = [shortName(longHost), shortName(longStage)];
		const key = this.#byHost.size < maxHosts || this.#byHost.has(host) ? host : '';
		const current = this.#byHost.get(key);
		if (current !== undefined && !current.stages.has(stage)) {
			if (current.stages.size < maxStages && this.#stagesHeld < maxStagesHeld) {
				current.stages.add(stage);
				this.#stagesHeld++;
			}
			return current.batch;
		}

		const batch = {ms, place, lowestRps: Number.POSITIVE_INFINITY, lowestSince: bucket, visits: undefined};
		this.#begin(key, {batch, stages: new Set([stage])});
		return batch;
	}

	toData(): UnnamedData {
		return this.#byHost;
	}

	merge(right: UnnamedData, linesBefore: number): void {
		for (const [host, {batch, stages}] of right) {
			this.#begin(host, {batch: spotAfter(batch, linesBefore), stages});
		}
	}

	halve(): void {
		for (const {batch} of this.#byHost.values()) {
			batch.lowestSince = Math.floor(batch.lowestSince / 2);
		}
	}

	#begin(host: string, unnamed: Unnamed): void {
		this.#stagesHeld += unnamed.stages.size - (this.#byHost.get(host)?.stages.size ?? 0);
		this.#byHost.set(host, unnamed);
	}
}
