"""Runs an export in its own framework: FRAMEWORK FOLDER IMAGES BATCH HEIGHT WIDTH CHANNELS LOGITS.

IMAGES and LOGITS are files of 32-bit floats; images are [batch, height, width, channels].
"""

import array
import sys

framework, folder, images_path, *sides, logits_path = sys.argv[1:]
shape = tuple(int(side) for side in sides)
sys.path.insert(0, folder)

if framework == "pytorch":
    import torch
    from network import load

    with open(images_path, "rb") as file:
        images = torch.frombuffer(bytearray(file.read()), dtype=torch.float32)
    with torch.inference_mode():
        logits = load()(images.reshape(shape).permute(0, 3, 1, 2)).flatten().tolist()
elif framework == "keras":
    import keras
    import numpy as np
    from network import load

    images = np.fromfile(images_path, np.float32).reshape(shape)
    logits = keras.ops.convert_to_numpy(load()(images, training=False)).flatten().tolist()
else:
    import numpy as np
    import tensorflow as tf

    images = tf.constant(np.fromfile(images_path, np.float32).reshape(shape))
    call = tf.saved_model.load(folder).signatures["serving_default"]
    logits = call(images=images)["logits"].numpy().flatten().tolist()

with open(logits_path, "wb") as file:
    array.array("f", logits).tofile(file)
