"""Files from strangers: what they are, what they tell beside their content, what stands in them.

`intake` is the door. Whatever looks into a file lies in `inside` and runs in a limited process of its own (`child`).
"""
