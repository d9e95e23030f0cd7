/**
Writes the log that the benchmarks read: a seeded night of a seven-stage pipeline, about 240 bytes per line.
`node bench/make-log.ts LINES [HOURS] > FILE`

Every stage completes each batch. A circuit opens and closes every 10,000 lines, after some retries. The pipeline
reports its health every 100 batches.
*/
import {once} from 'node:events';
import process from 'node:process';

const stages = ['ingest', 'calibration', 'normalize', 'filter', 'feature', 'enrichment', 'sink'];
const baseMs = [12, 16, 28, 11, 61, 31, 14];
const startMs = Date.UTC(2024, 0, 15, 22);
const usualLinesAnHour = 625_000; // 5 million lines fill eight hours

/** A small seeded generator (mulberry32), so that every run writes the same log. */
export function random(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
		mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
	};
}

/** The lines of the log in order, without newlines. */
export function* logLines(count: number, hours = count / usualLinesAnHour): Generator<string> {
	const next = random(1);
	const linesAnHour = count / hours;
	for (let line = 0; line < count; line++) {
		const timestamp = new Date(startMs + Math.floor((line * 3_600_000) / linesAnHour)).toISOString();
		const place = line % 10_000;
		const batch = Math.floor(line / stages.length);
		if (place === 5_000 || place === 6_000) {
			const [from, to] = place === 5_000 ? ['closed', 'open'] : ['open', 'closed'];
			yield `{"timestamp":"${timestamp}","level":"ERROR","component":"enrichment","event":"circuit_state_change","circuitName":"enrichmentService","oldState":"${from}","newState":"${to}","failures":5,"reason":"connect ECONNREFUSED 10.0.0.7:8080","host":"worker-1.internal"}`;
		} else if (place > 4_990 && place < 5_000) {
			yield `{"timestamp":"${timestamp}","level":"WARN","component":"enrichment","event":"retry","circuitName":"enrichmentService","attempt":${place - 4_990},"error":"timeout after 2000ms waiting for http://10.0.0.7:8080/v1/enrich","batch":${batch},"host":"worker-1.internal"}`;
		} else if (line % 700 === 699) {
			yield `{"timestamp":"${timestamp}","level":"INFO","component":"pipeline","event":"pipeline_health","status":"HEALTHY","batchCount":${batch},"totalAlerts":${Math.floor(line / 9_000)},"openCircuits":[],"bottleneckStage":"feature","bottleneckRps":943.2,"cacheHitRates":{"calibration":0.987},"peakMemoryKb":87.3}`;
		} else {
			const stage = line % stages.length;
			const recordsIn = stage > 3 ? 350 : 500;
			const elapsedMs = (baseMs[stage] ?? 10) * (0.8 + 0.4 * next());
			yield `{"timestamp":"${timestamp}","level":"INFO","component":"${stages[stage]}","event":"stage_completed","batch":${batch},"recordsIn":${recordsIn},"recordsOut":${stage === 3 ? 350 : recordsIn},"elapsedMs":${elapsedMs.toFixed(2)},"throughputRps":${((recordsIn * 1000) / elapsedMs).toFixed(1)},"host":"worker-1.internal","traceId":"${Math.floor(next() * 1e15).toString(16)}"}`;
		}
	}
}

if (import.meta.main) {
	let block = '';
	const [, , lines = '500000', hours] = process.argv;
	for (const line of logLines(Number(lines), hours === undefined ? undefined : Number(hours))) {
		block += `${line}\n`;
		if (block.length > 1 << 20) {
			if (!process.stdout.write(block)) {
				await once(process.stdout, 'drain');
			}
			block = '';
		}
	}
	process.stdout.write(block);
}
