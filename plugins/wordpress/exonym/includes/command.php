<?php
namespace Exonym\Command;
