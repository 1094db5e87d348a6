#!/usr/bin/env python3
"""Small inputs for the fuzzers to begin with, one folder for each: make-seeds.py FOLDER. What the golden files are, only smaller."""

import io
import json
import pickle
import struct
import sys
import zipfile
import zlib
from pathlib import Path

here = Path(__file__).resolve().parent
golden = here.parent / 'golden'
out = Path(sys.argv[1])


def save(target, name, content):
    folder = out / target
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())


def safetensors(tensors):
    header, data = {}, b''
    for name, (dtype, shape, content) in tensors.items():
        header[name] = {'dtype': dtype, 'shape': shape, 'data_offsets': [len(data), len(data) + len(content)]}
        data += content
    text = json.dumps(header).encode()
    return struct.pack('<Q', len(text)) + text + data


class Named:
    """Pickles as what a class or function of another module would make of these arguments."""

    def __init__(self, module, name, *arguments):
        self.module, self.name, self.arguments = module, name, arguments


class Storage:
    def __init__(self, kind, key, count):
        self.id = ('storage', Named('torch', kind), key, 'cpu', count)


def pickled(value, protocol=2):
    """By hand, as no module of that name need be there."""
    data = bytearray(b'\x80' + bytes([protocol]))

    def put(item):
        if item is None:
            data.extend(b'N')
        elif isinstance(item, bool):
            data.extend(b'\x88' if item else b'\x89')
        elif isinstance(item, int):
            data.extend(b'J' + struct.pack('<i', item))
        elif isinstance(item, float):
            data.extend(b'G' + struct.pack('>d', item))
        elif isinstance(item, str):
            data.extend(b'X' + struct.pack('<I', len(item.encode())) + item.encode())
        elif isinstance(item, tuple):
            data.extend(b'(')
            for one in item:
                put(one)
            data.extend(b't')
        elif isinstance(item, dict):
            data.extend(b'}(')
            for key, one in item.items():
                put(key)
                put(one)
            data.extend(b'u')
        elif isinstance(item, list):
            data.extend(b'](')
            for one in item:
                put(one)
            data.extend(b'e')
        elif isinstance(item, Storage):
            put(item.id)
            data.extend(b'Q')
        elif isinstance(item, Named):
            data.extend(f'c{item.module}\n{item.name}\n'.encode())
            if item.arguments:
                put(item.arguments)
                data.extend(b'R')

    put(value)
    return bytes(data + b'.')


def tensor(key, count, shape):
    strides, step = [], 1
    for size in reversed(shape):
        strides.insert(0, step)
        step *= size
    return Named('torch._utils', '_rebuild_tensor_v2', Storage('FloatStorage', key, count), 0, tuple(shape), tuple(strides), False,
                 Named('collections', 'OrderedDict', ()))


def archive(value, storages, compression=zipfile.ZIP_STORED):
    file = io.BytesIO()
    with zipfile.ZipFile(file, 'w', compression) as zipped:
        zipped.writestr('model/data.pkl', pickled(value))
        for key, content in storages.items():
            zipped.writestr(f'model/data/{key}', content)
        zipped.writestr('model/version', '3\n')
    return file.getvalue()


def png(width, height, depth, kind, rows, interlace=0, extra=b''):
    def chunk(name, content):
        return struct.pack('>I', len(content)) + name + content + struct.pack('>I', zlib.crc32(name + content))

    head = struct.pack('>IIBBBBB', width, height, depth, kind, 0, 0, interlace)
    return b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', head) + extra + chunk(b'IDAT', zlib.compress(rows)) + chunk(b'IEND', b'')


save('safetensors', 'two', safetensors({'a': ('F32', [2, 2], bytes(16)), 'b.weight': ('BF16', [3], bytes(6))}))
save('safetensors', 'scalar', safetensors({'x': ('I64', [], bytes(8))}))
save('safetensors', 'empty', safetensors({}))

state = {'weight': tensor('0', 4, [2, 2]), 'bias': tensor('1', 2, [2])}
storages = {'0': bytes(16), '1': bytes(8)}
save('torch', 'state', archive(state, storages))
save('torch', 'trainer', archive({'state_dict': state, 'epoch': 3, 'hyper_parameters': {'config': {'num_layers': 6}}}, storages))
save('torch', 'deflated', archive(state, storages, zipfile.ZIP_DEFLATED))
save('torch', 'hostile', (golden / 'checkpoints' / 'hostile.bin').read_bytes())
save('pickle', 'state', pickled(state))
save('pickle', 'settings', pickled({'hyper_parameters': {'names': ['a', None, True, 2.5], 'lr': 1e-5}, 'n': -3}))
for protocol in range(2, 6):
    save('pickle', f'protocol-{protocol}', pickle.dumps({'a': [1, 2**70, b'x', 'é', (1.5, None)], 'b': {1, 2}}, protocol))

for case in ('base', 'meter', 'bert-text'):
    content = json.loads((golden / f'{case}.json').read_text())
    save('config', case, json.dumps(content.get('config', content), indent=0))

vocabulary = {'<s>': 0, '<pad>': 1, '</s>': 2, '<unk>': 3, '<mask>': 4, 'a': 5, 'b': 6, 'Ġ': 7, 'ab': 8, 'Ġa': 9}
merges = '#version: 0.2\na b\nĠ a\n'
words = '[PAD]\n[UNK]\n[CLS]\n[SEP]\n[MASK]\na\n##b\nred\n'
fast = {'added_tokens': [{'id': 4, 'content': '<mask>', 'lstrip': True, 'special': True}],
        'pre_tokenizer': {'type': 'ByteLevel', 'add_prefix_space': False},
        'model': {'type': 'BPE', 'vocab': vocabulary, 'merges': ['a b', 'Ġ a'], 'unk_token': None}}
save('tokenizer', 'bpe', '\x00' + json.dumps(vocabulary) + '\x1e' + merges + '\x1e' + 'ab a <mask> é')
save('tokenizer', 'wordpiece', '\x01' + words + '\x1e' + 'a ab, Réd [MASK]')
save('tokenizer', 'fast', '\x02' + json.dumps(fast) + '\x1e' + "ab's  a\n1")

save('image', 'rgb.png', png(2, 2, 8, 2, b'\0' + bytes(6) + b'\1' + bytes(6)))
save('image', 'grey16.png', png(2, 1, 16, 0, b'\0' + bytes(4)))
save('image', 'rgba-interlaced.png', png(3, 3, 8, 6, b''.join(b'\0' + bytes(4 * n) for n in (1, 1, 2, 1, 3, 3)), interlace=1))
palette = struct.pack('>I', 6) + b'PLTE' + bytes(6) + struct.pack('>I', zlib.crc32(b'PLTE' + bytes(6)))
save('image', 'palette.png', png(4, 1, 1, 3, b'\0\x50', extra=palette))
save('image', 'tiny.jpg', bytes.fromhex(
    'ffd8ffe000104a46494600010100000100010000ffdb004300' + '01' * 64 + 'ffc0000b080001000101011100ffc4001400010000000000000000000000000000'
    '0009ffc40014100100000000000000000000000000000000ffda0008010100003f00d2cf20ffd9'))

save('pairs', 'labels', '{"image": "one.png", "text": "a star", "label": "yes"}\n\n{"image": "two.png", "text": "b", "label": false}\n')
save('pairs', 'answers', '{"image": "one.png", "text": "what?", "answer": ["a", "b"]}\nnot a pair\n{}')

save('checkpoint', 'index', '\x00' + json.dumps({'metadata': {'total_size': 6}, 'weight_map': {'a': 'a.safetensors', 'b': 'b.safetensors'}})
     + '\x1e' + json.dumps(json.loads((golden / 'base.json').read_text())['config'], indent=0))
shapes = {'bridgetower.cross_modal_text_transform.weight': [4, 4],
          'bridgetower.cross_modal_text_layers.0.attention.self.query.weight': [4, 4],
          'bridgetower.text_model.embeddings.word_embeddings.weight': [8, 4],
          'bridgetower.text_model.encoder.layer.0.attention.self.query.weight': [4, 4],
          'bridgetower.vision_model.visual.embeddings.patch_embedding.weight': [4, 3, 2, 2],
          'bridgetower.vision_model.visual.embeddings.position_embedding.weight': [5, 4]}


def count(shape):
    return shape[0] * count(shape[1:]) if shape else 1


save('checkpoint', 'no-config', b'\x02' + safetensors({name: ('BF16', shape, bytes(2 * count(shape))) for name, shape in shapes.items()}))
trained = {name: tensor(str(i), count(shape), shape) for i, (name, shape) in enumerate(shapes.items())}
save('checkpoint', 'trainer', b'\x01' + archive({'state_dict': trained, 'hyper_parameters': {'config': {'num_heads': 2, 'tokenizer': 'roberta-base'}}},
                                                {str(i): bytes(4 * count(shape)) for i, shape in enumerate(shapes.values())}))

pixels = ('F32', [1, 3, 2, 2], struct.pack('<12f', *(i / 8 - 1 for i in range(12))))
ids = struct.pack('<3q', 0, 5, 2)
save('inputs', 'prepared', safetensors({'input_ids': ('I64', [1, 3], ids), 'attention_mask': ('I64', [1, 3], struct.pack('<3q', 1, 1, 0)),
                                        'pixel_values': pixels}))
save('inputs', 'no-mask', safetensors({'input_ids': ('I64', [1, 3], ids), 'pixel_values': pixels}))

save('preprocess', 'published', json.dumps({'crop_size': {'height': 8, 'width': 8}, 'do_center_crop': True, 'do_normalize': True, 'do_rescale': True,
                                            'do_resize': True, 'image_mean': [0.48, 0.45, 0.4], 'image_std': [0.26, 0.26, 0.27], 'resample': 3,
                                            'rescale_factor': 0.00392156862745098, 'size': {'shortest_edge': 8}, 'size_divisor': 4}))
save('preprocess', 'plain', '{"size": 6, "crop_size": 5, "do_normalize": false}')

samples = json.loads((here.parent.parent / 'data' / 'samples' / 'samples.json').read_text())
samples['samples'] = samples['samples'][:2]
save('samples', 'two', json.dumps(samples, indent=0))


def partial(ranges, failures=()):
    return json.dumps({'format': 'trestle-partial', 'version': 1, 'kind': 'entropy', 'models': ['m'], 'settings': 's',
                       'list': {'name': 'pairs.jsonl', 'sha256': '0' * 64, 'pairs': 9}, 'ranges': ranges, 'failed': len(failures),
                       'failures': [{'pair': pair, 'line': pair + 1, 'reason': 'no image'} for pair in failures], 'values': 2,
                       'tally': {'counts': [3, 2], 'sums': [4.5, 1e-17, '1e+20', 0.0], 'squares': [7.25, 0.0, '1e+40', 0.0]}})


save('dataset', 'one', partial([[0, 3], [5, 6]], [5]))
save('dataset', 'two', partial([[0, 3]]) + '\x1e' + partial([[3, 7]], [4]))

save('workspace', 'demo', (here.parent.parent / 'data' / 'demo.trestle').read_bytes())
picture = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNgAAAAAgABSK+kcQAAAABJRU5ErkJggg=='
save('workspace', 'all', json.dumps({
    'format': 'trestle-workspace', 'version': 1, 'model': {'path': 'm', 'image-size': 64, 'precision': 'bfloat16'}, 'second-model': {'path': 'n'},
    'images': [{'picture': picture, 'task': 'rank', 'texts': {'rank': 'a\nb'}}, {'uri': 'file:///a.png'}], 'shown': 1,
    'second-image': {'path': 'b.png'}, 'shows-second': True, 'task': 'reason', 'measure': 'match', 'caption': 1,
    'selection': {'block': 'cross_text_cross', 'layer': 2, 'head': -1, 'word': 3, 'patch': -1},
    'pins': [{'block': 'vision_self', 'layer': 0, 'head': 1}], 'bridges': {'text': ['none', 'zero'], 'image': ['mean', 'last']},
    'page': 'bridges', 'colormap': 'viridis', 'opacity': 0.5, 'show-grid': True}))
