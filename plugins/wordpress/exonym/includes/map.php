<?php
namespace Exonym\Map;
