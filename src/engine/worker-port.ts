import {parentPort} from 'node:worker_threads';
import {EngineCore} from './engine-core.ts';
import {failureOf} from './failure-of.ts';
import type {EngineFrame, FromEngine, ToEngine} from './protocol.ts';

const port = parentPort;
if (port === null) {
	throw new Error('the engine is started as a worker');
}

let engine: EngineCore | undefined;
let sentIncidents: EngineFrame['incidents'] | undefined;
/** There can be many incidents, and they seldom change, so they are sent only when they do. */
const post = (message: FromEngine) => {
	if (message.type === 'frame' && message.frame.incidents === sentIncidents) {
		port.postMessage({...message, frame: {...message.frame, incidents: []}, keepsIncidents: true} satisfies FromEngine);
		return;
	}
	port.postMessage(message);
	if (message.type === 'frame') {
		sentIncidents = message.frame.incidents;
	}
	if (message.type === 'stopped') {
		port.close();
	}
};

port.on('message', (message: ToEngine) => {
	try {
		if (message.type === 'start') {
			engine = new EngineCore(message.options, post);
			engine.run().catch(error => post(failureOf(error)));
		} else {
			engine?.receive(message);
		}
	} catch (error) {
		post(failureOf(error));
	}
});
