import {parentPort} from 'node:worker_threads';
import {EngineCore} from './engine-core.ts';
import {failureOf} from './failure-of.ts';
import type {FromEngine, ToEngine} from './protocol.ts';

const port = parentPort;
if (port === null) {
	throw new Error('the engine is started as a worker');
}

let engine: EngineCore | undefined;
const post = (message: FromEngine) => {
	port.postMessage(message);
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
