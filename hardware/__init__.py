"""Floor 2: devices, bytes out and bytes in; knows nothing of invoices."""

from hardware.address import open_device
from hardware.device import Device
from hardware.errors import DeviceError

__all__ = ["Device", "DeviceError", "open_device"]
