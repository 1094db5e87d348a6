// ONNX Runtime: loads an exported model, says "ready", then runs it once for every line it reads and prints the seconds that took.
//   node onnx-peer.js FOLDER-OF-NODE_MODULES MODEL.onnx THREADS
'use strict';
const { createRequire } = require('node:module');
const path = require('node:path');
const readline = require('node:readline');

const FIRST_WORD = 5, VOCABULARY = 320;  // ids that every size of the model knows

function makeIds(shape) {
  const ids = new BigInt64Array(shape[0] * shape[1]).map((_, i) => BigInt(FIRST_WORD + i * 7 % (VOCABULARY - FIRST_WORD)));
  return ['int64', ids, shape];
}

function makeMask(shape) {
  return ['int64', new BigInt64Array(shape[0] * shape[1]).fill(1n), shape];
}

function makePixels(shape) {
  const pixels = new Float32Array(shape.reduce((product, side) => product * side)).map(() => Math.random() * 2 - 1);
  return ['float32', pixels, shape];
}

// The shapes are fixed in the file.
function makeInputs(runtime, session) {
  const makers = { ids: makeIds, mask: makeMask, pixels: makePixels }, inputs = {};
  for (const input of session.inputMetadata)
    inputs[input.name] = new runtime.Tensor(...makers[input.name](input.shape));
  return inputs;
}

async function main() {
  const [folder, file, threads] = process.argv.slice(2);
  const load = createRequire(path.resolve(folder, 'package.json'));
  const runtime = load('onnxruntime-node');
  const session = await runtime.InferenceSession.create(file, {
    intraOpNumThreads: Number(threads), interOpNumThreads: 1, executionMode: 'sequential', graphOptimizationLevel: 'all',
  });
  const inputs = makeInputs(runtime, session);
  console.log(JSON.stringify({ ready: true, version: load('onnxruntime-node/package.json').version, threads: Number(threads) }));
  for await (const _ of readline.createInterface({ input: process.stdin })) {
    const start = performance.now();
    await session.run(inputs);
    console.log((performance.now() - start) / 1000);
  }
}

main().catch(error => {
  console.error(error.message);
  process.exit(1);
});
