/**
A pipeline of seven stages that logs ten events per second. Every other event is named after the time of day it was
written, in milliseconds: `t00007204` is 7.2 s after midnight UTC.
*/
import process from 'node:process';

const stages = ['ingest', 'calibration', 'normalize', 'filter', 'feature', 'enrichment', 'sink'];
let count = 0;

setInterval(() => {
	const now = new Date();
	const base = {timestamp: now.toISOString(), level: 'INFO', component: stages[(count >> 1) % stages.length]};
	const event =
		count % 2 === 0
			? {...base, event: 'stage_completed', recordsIn: 500, recordsOut: 480 + (count % 20), elapsedMs: 20 + ((count * 37) % 60)}
			: {...base, event: `t${String(now.getTime() % 86_400_000).padStart(8, '0')}`};
	process.stdout.write(`${JSON.stringify(event)}\n`);
	count++;
}, 100);
